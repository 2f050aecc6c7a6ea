#include "coordinator/app/spool.h"

#include "common/base/atomic_file.h"
#include "common/base/text.h"
#include "coordinator/app/of_this_disk.h"

namespace hansa::coordinator {
namespace {

namespace fs = std::filesystem;

Result<> MakeFolder(const fs::path& folder) {
  std::error_code fault;
  fs::create_directories(folder, fault);
  if (fault) return BadInput(StrCat("cannot make ", folder.string()), fault.message());
  fs::permissions(folder, fs::perms::owner_all, fault);
  return Success();
}

template <typename Keeps>
void RemoveUnless(const fs::path& folder, const Keeps& keeps) {
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none))
    if (!keeps(entry.path().filename().string())) fs::remove_all(entry.path(), none);
}

}  // namespace

Result<> Spool::Open() const {
  HANSA_TRY(MakeFolder(folder_));
  HANSA_TRY(MakeFolder(sums()));
  return MakeFolder(uploads());
}

fs::path Spool::SumPath(const crypto::Digest& sum) const { return sums() / Hex(sum); }

Result<Stored> Spool::Store(RunningSum& sum) const {
  const ByteSpan bytes = sum.vector.bytes();
  Stored stored;
  stored.sum =
      HANSA_TRY(Store(bytes.size(), [bytes](const secagg::ByteSink& out) -> Result<crypto::Digest> {
        crypto::Sha256Stream hash;
        for (size_t at = 0; at < bytes.size(); at += kBlobWindowBytes) {
          const ByteSpan part = bytes.subspan(at, std::min(kBlobWindowBytes, bytes.size() - at));
          hash.Update(part);
          HANSA_TRY(out(part));
        }
        return hash.Finish();
      }));
  sum.vector = {};
  return stored;
}

Result<secagg::WrittenVector> Spool::Store(uint64_t bytes, const Writer& write) const {
  const fs::path fresh = sums() / "unfinished";
  std::error_code none;
  fs::remove(fresh, none);
  BlobFile file = HANSA_TRY(OfThisDisk(BlobFile::Create(fresh, bytes)));
  const crypto::Digest digest =
      HANSA_TRY(OfThisDisk(write([&file](ByteSpan part) { return file.Append(part); })));
  HANSA_TRY(OfThisDisk(file.Sync()));
  const BlobHandle blob = HANSA_TRY(OfThisDisk(file.Read()));
  HANSA_TRY(OfThisDisk(file.KeepAs(SumPath(digest))));
  HANSA_TRY(SyncFolder(sums()));
  return secagg::WrittenVector{blob, digest};
}

BlobHandle Spool::Find(const crypto::Digest& sum) const {
  auto found = FileBlob::Open(SumPath(sum));
  return found.ok() ? *std::move(found) : nullptr;
}

void Spool::Forget(const crypto::Digest& sum) const {
  std::error_code none;
  fs::remove(SumPath(sum), none);
}

void Spool::KeepOnly(const std::set<crypto::Digest>& kept) const {
  std::set<std::string> names;
  for (const crypto::Digest& digest : kept) names.insert(Hex(digest));
  RemoveUnless(sums(), [&names](const std::string& name) { return names.contains(name); });
}

fs::path Spool::UploadPath(const std::string& session, const std::string& site,
                           const crypto::Digest& sha256) const {
  const fs::path folder = uploads() / Hex(AsSpan(session));
  std::error_code none;
  fs::create_directory(folder, none);  // who opens a file in it says why it cannot
  return folder / StrCat(Hex(AsSpan(site)), "-", Hex(sha256));
}

Result<Kept> Spool::Keep(const KeepWork& work) const {
  const fs::path path = UploadPath(work.session, work.site_id, work.sha256);
  std::error_code none;
  fs::remove(path, none);  // of an earlier process
  BlobFile file = HANSA_TRY(BlobFile::Create(path, 0));
  HANSA_TRY(file.Append(work.vector));
  file.Keep();
  return Kept{};
}

void Spool::CloseUploads(const std::string& session) const {
  std::error_code none;
  fs::remove_all(uploads() / Hex(AsSpan(session)), none);
}

void Spool::KeepUploadsOf(const std::set<std::string>& sessions) const {
  std::set<std::string> names;
  for (const std::string& session : sessions) names.insert(Hex(AsSpan(session)));
  RemoveUnless(uploads(), [&names](const std::string& name) { return names.contains(name); });
}

// What no process of ours has named is not counted.
std::vector<Spool::FoundUpload> Spool::FoundUploads() const {
  std::vector<FoundUpload> found;
  std::error_code none;
  for (const auto& session : fs::directory_iterator(uploads(), none))
    for (const auto& file : fs::directory_iterator(session.path(), none)) {
      const std::string name = file.path().filename().string();
      const size_t dash = name.find('-');
      FoundUpload upload{.session = ToString(FromHex(session.path().filename().string())),
                         .site = ToString(FromHex(name.substr(0, dash)))};
      const Bytes digest = dash == name.npos ? Bytes() : FromHex(name.substr(dash + 1));
      if (digest.size() != upload.sha256.size()) continue;
      std::copy(digest.begin(), digest.end(), upload.sha256.begin());
      const uint64_t bytes = fs::file_size(file.path(), none);
      if (none) continue;
      upload.bytes = bytes;
      found.push_back(std::move(upload));
    }
  return found;
}

}  // namespace hansa::coordinator
