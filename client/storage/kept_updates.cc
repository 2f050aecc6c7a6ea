#include "client/storage/kept_updates.h"

#include <atomic>

#include "client/storage/kept_update_head.h"
#include "common/base/bytes.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/crypto/blob_digest.h"

namespace hansa::client {
namespace {

namespace fs = std::filesystem;

constexpr size_t kVectorAt = kUpdateHeadBytes;
constexpr const char* kDropped = ".dropped";
constexpr const char* kUnfinished = ".unfinished";

Result<> MakeFolder(const fs::path& folder) {
  std::error_code fault;
  fs::create_directory(folder, fault);
  if (fault) return WorkFailed(StrCat("cannot make ", folder.string()), fault.message());
  fs::permissions(folder, fs::perms::owner_all, fault);  // nobody else's business
  return Success();
}

void Overwrite(const fs::path& path) {
  Result<BlobFile> file = BlobFile::Reopen(path);
  if (!file.ok()) return;
  const uint64_t size = file->written();
  const Bytes zeros(std::min<uint64_t>(size, kBlobWindowBytes));
  for (uint64_t at = 0; at < size; at += zeros.size()) {
    const auto count = static_cast<size_t>(std::min<uint64_t>(zeros.size(), size - at));
    if (!file->WriteAt(at, ByteSpan(zeros).first(count)).ok()) return;
  }
}

}  // namespace

fs::path KeptUpdates::PathOf(const crypto::Digest& job_digest) const {
  return folder_ / Hex(job_digest);
}

Result<KeptUpdates::New> KeptUpdates::Begin(const crypto::Digest& job_digest,
                                            uint64_t vector_bytes) const {
  BlobFile file = HANSA_TRY(CreateFile(job_digest, kVectorAt + vector_bytes));
  HANSA_TRY(file.Append(Bytes(kVectorAt)));
  return New(std::move(file), PathOf(job_digest));
}

Result<BlobFile> KeptUpdates::CreateFile(const crypto::Digest& job_digest, uint64_t bytes) const {
  const fs::path fresh = PathOf(job_digest).string() + kUnfinished;
  auto file = BlobFile::Create(fresh, bytes);
  if (file.ok()) return file;
  HANSA_TRY(MakeFolder(folder_));  // the first one, or what a killed process had begun is there
  std::error_code none;
  fs::remove(fresh, none);
  return BlobFile::Create(fresh, bytes);
}

Result<BlobHandle> KeptUpdates::New::Keep(v1::StoredAnswer facts) {
  facts.set_vector_bytes(file_.written() - kVectorAt);
  HANSA_TRY(file_.WriteAt(0, WriteUpdateHead(facts)));
  const BlobHandle vector = HANSA_TRY(file_.Read(kVectorAt));
  HANSA_TRY(file_.KeepAs(path_));
  return vector;
}

std::optional<KeptUpdate> KeptUpdates::Find(const crypto::Digest& job_digest) const {
  const auto file = FileBlob::Open(PathOf(job_digest));
  if (!file.ok() || (*file)->size() < kVectorAt) return std::nullopt;
  Bytes head(kVectorAt);
  if (!(*file)->ReadAt(0, head).ok()) return std::nullopt;
  auto facts = ReadUpdateHead(head);
  if (!facts || facts->vector_bytes() != (*file)->size() - kVectorAt) return std::nullopt;
  const BlobHandle vector = SliceOf(*file, kVectorAt, facts->vector_bytes());
  const auto digest = crypto::BlobSha256(*vector);
  if (!digest.ok() || facts->vector_sha256() != AsView(*digest)) return std::nullopt;
  return KeptUpdate{*std::move(facts), vector};
}

bool KeptUpdates::IsLarge(const crypto::Digest& job_digest) const {
  std::error_code none;
  const uint64_t bytes = fs::file_size(PathOf(job_digest), none);
  return !none && bytes > kVectorAt + limits::kInlineVectorBytes;
}

bool KeptUpdates::Drop(const crypto::Digest& job_digest, bool wiped) const {
  static std::atomic<uint64_t> last = 0;
  const fs::path path = PathOf(job_digest);
  std::error_code none;
  if (wiped && IsLarge(job_digest)) {
    fs::rename(path, StrCat(path.string(), ".", ++last, kDropped), none);
    return true;
  }
  if (wiped) Overwrite(path);
  fs::remove(path, none);
  return false;
}

void KeptUpdates::WipeDropped() const {
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder_, none)) {
    if (entry.path().extension() != kDropped) continue;
    Overwrite(entry.path());
    fs::remove(entry.path(), none);
  }
}

void KeptUpdates::DropOlderThan(std::chrono::hours longest) const {
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder_, none)) {
    const auto written = fs::last_write_time(entry.path(), none);
    if (!none && written + longest < fs::file_time_type::clock::now())
      fs::remove(entry.path(), none);
  }
}

}  // namespace hansa::client
