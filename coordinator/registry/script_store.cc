#include "coordinator/registry/script_store.h"

#include "common/base/atomic_file.h"
#include "common/base/file_blob.h"
#include "common/base/script_limits.h"
#include "common/base/text.h"

namespace hansa::coordinator {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPart = ".part";
constexpr size_t kUploadsAtOnce = 4;

uint64_t SizeOf(const fs::path& file) {
  std::error_code fault;
  const uint64_t size = fs::file_size(file, fault);
  return fault ? 0 : size;
}

}  // namespace

fs::path ScriptStore::PathOf(const crypto::Digest& sha256) const { return folder_ / Hex(sha256); }
fs::path ScriptStore::PartOf(const crypto::Digest& sha256) const {
  return folder_ / (Hex(sha256) + kPart);
}

Result<uint64_t> ScriptStore::Take(const crypto::Digest& sha256, uint64_t size, uint64_t offset,
                                   ByteSpan piece, const std::set<crypto::Digest>& in_use) {
  std::error_code fault;
  if (fs::exists(PathOf(sha256), fault)) return SizeOf(PathOf(sha256));
  Upload* upload = HANSA_TRY(OpenUpload(sha256, size, in_use));
  if (offset == upload->file.written() && piece.size() <= size - offset) {
    HANSA_TRY(upload->file.Append(piece));
    upload->hash.Update(piece);
  }
  const uint64_t have = upload->file.written();
  if (have == size) HANSA_TRY(Finish(sha256));
  return have;
}

// Hashes what an earlier process or connection has left.
Result<ScriptStore::Upload*> ScriptStore::OpenUpload(const crypto::Digest& sha256, uint64_t size,
                                                     const std::set<crypto::Digest>& in_use) {
  if (const auto found = uploads_.find(sha256); found != uploads_.end()) return &found->second;
  std::error_code fault;
  fs::create_directories(folder_, fault);
  if (fault) return BadInput(StrCat("cannot make ", folder_.string()), fault.message());
  uint64_t unused = size;
  for (const fs::path& file : Unused(in_use))
    if (file != PartOf(sha256)) unused += SizeOf(file);
  if (unused > limits::kUnusedScriptBytes)
    return Refused("the TorchScript file is not taken",
                   StrCat(HumanBytes(static_cast<double>(unused)),
                          " of such files would lie here that no job and no version names"),
                   "remove them with: hansa coordinator collect");
  if (uploads_.size() >= kUploadsAtOnce) uploads_.erase(uploads_.begin());  // its part stays
  const fs::path part = PartOf(sha256);
  if (SizeOf(part) > size) fs::remove(part, fault);
  BlobFile file =
      HANSA_TRY(fs::exists(part, fault) ? BlobFile::Reopen(part) : BlobFile::Create(part, 0));
  file.Keep();
  Upload upload{std::move(file), crypto::Sha256Stream()};
  const BlobHandle there = HANSA_TRY(upload.file.Read());
  HANSA_TRY(ForEachWindow(*there, 0, [&upload](uint64_t, ByteSpan window) -> Result<> {
    upload.hash.Update(window);
    return Success();
  }));
  return &uploads_.emplace(sha256, std::move(upload)).first->second;
}

Result<> ScriptStore::Finish(const crypto::Digest& sha256) {
  auto node = uploads_.extract(sha256);
  Upload& upload = node.mapped();
  const crypto::Digest found = upload.hash.Finish();
  if (found != sha256) {
    std::error_code ignored;
    fs::remove(PartOf(sha256), ignored);
    return VerificationFailed("the TorchScript file is not the one that was named",
                              StrCat("its SHA-256 is ", Hex(found), ", not ", Hex(sha256)),
                              "send it again; did it change meanwhile?");
  }
  HANSA_TRY(upload.file.Sync());
  HANSA_TRY(upload.file.KeepAs(PathOf(sha256)));
  return SyncFolder(folder_);
}

Result<BlobHandle> ScriptStore::Find(const crypto::Digest& sha256) const {
  auto file = FileBlob::Open(PathOf(sha256));
  if (file.ok()) return file;
  return BadInput("the TorchScript file of the job is not here", StrCat("SHA-256 ", Hex(sha256)),
                  "hansa job run and hansa job submit send it first");
}

std::vector<fs::path> ScriptStore::Unused(const std::set<crypto::Digest>& in_use) const {
  std::set<std::string> names;
  for (const crypto::Digest& sha256 : in_use) names.insert(Hex(sha256));
  std::vector<fs::path> out;
  std::error_code fault;
  for (fs::directory_iterator at(folder_, fault), end; !fault && at != end; at.increment(fault))
    if (!names.contains(at->path().filename().string())) out.push_back(at->path());
  return out;
}

Result<> ScriptStore::Remove(const fs::path& file) {
  std::erase_if(uploads_, [&](const auto& entry) { return PartOf(entry.first) == file; });
  std::error_code fault;
  fs::remove(file, fault);
  if (fault) return BadInput(StrCat("cannot remove ", file.string()), fault.message());
  return Success();
}

}  // namespace hansa::coordinator
