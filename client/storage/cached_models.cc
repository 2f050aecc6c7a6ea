#include "client/storage/cached_models.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "common/base/file_blob.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPart = ".part";
constexpr std::chrono::hours kOldPart{24 * 7};

struct Entry {
  fs::path path;
  fs::file_time_type used;
  uint64_t bytes = 0;
};

bool IsOurs(const fs::path& path) {
  const std::string name = path.stem().string();
  return FromHex(name).size() == sizeof(crypto::Digest) &&
         (path.extension().empty() || path.extension() == kPart);
}

std::vector<Entry> EntriesOf(const fs::path& folder) {
  std::vector<Entry> out;
  std::error_code fault;
  for (fs::directory_iterator at(folder, fault), end; !fault && at != end; at.increment(fault)) {
    std::error_code none;
    out.push_back({at->path(), at->last_write_time(none), at->file_size(none)});
  }
  return out;
}

void RemoveFile(const fs::path& path) {
  std::error_code none;
  fs::remove_all(path, none);
}

}  // namespace

fs::path CachedModels::PathOf(const crypto::Digest& sha256) const { return folder_ / Hex(sha256); }
fs::path CachedModels::PartOf(const crypto::Digest& sha256) const {
  return folder_ / (Hex(sha256) + kPart);
}

std::optional<BlobHandle> CachedModels::Find(const crypto::Digest& sha256) const {
  auto file = FileBlob::Open(PathOf(sha256));
  if (!file.ok()) return std::nullopt;
  std::error_code none;
  fs::last_write_time(PathOf(sha256), fs::file_time_type::clock::now(), none);
  return *std::move(file);
}

Result<BlobFile> CachedModels::OpenPart(const crypto::Digest& sha256, uint64_t size) const {
  std::error_code fault;
  fs::create_directories(folder_, fault);
  if (fault) return WorkFailed(StrCat("cannot make ", folder_.string()), fault.message());
  const fs::path path = PartOf(sha256);
  if (fs::exists(path, fault)) {
    BlobFile part = HANSA_TRY(BlobFile::Reopen(path));
    part.Keep();
    if (part.written() <= size) return part;
  }
  RemoveFile(path);
  BlobFile part = HANSA_TRY(BlobFile::Create(path, size));
  part.Keep();
  return part;
}

Result<> CachedModels::Finish(BlobFile& part, const crypto::Digest& sha256) const {
  return part.KeepAs(PathOf(sha256));
}

void CachedModels::Remove(const crypto::Digest& sha256) const {
  RemoveFile(PathOf(sha256));
  RemoveFile(PartOf(sha256));
}

void CachedModels::Trim(const crypto::Digest& kept) const {
  std::vector<Entry> entries = EntriesOf(folder_);
  const auto now = fs::file_time_type::clock::now();
  std::erase_if(entries, [&](const Entry& entry) {
    const bool old_part = entry.path.extension() == kPart && now - entry.used > kOldPart;
    if (IsOurs(entry.path) && !old_part) return false;
    RemoveFile(entry.path);
    return true;
  });
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.used < b.used; });
  uint64_t bytes = 0;
  for (const Entry& entry : entries) bytes += entry.bytes;
  for (const Entry& entry : entries) {
    if (bytes <= most_bytes_) return;
    if (entry.path == PathOf(kept) || entry.path == PartOf(kept)) continue;
    RemoveFile(entry.path);
    bytes -= entry.bytes;
  }
}

}  // namespace hansa::client
