#include "coordinator/backup/hashed_copy.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "common/base/atomic_file.h"
#include "common/base/text.h"
#include "common/base/unique_fd.h"

namespace hansa::coordinator {
namespace {

namespace fs = std::filesystem;

Error Cannot(const char* action, const fs::path& path) {
  return BadInput(StrCat("cannot ", action, " ", path.string()), std::strerror(errno),
                  errno == ENOSPC ? "Free space on its disk, then try again" : "");
}

Result<> WriteAll(int fd, ByteSpan bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return Cannot("write", path);
    bytes = bytes.subspan(static_cast<size_t>(written));
  }
  return Success();
}

// `to`: -1 for none.
Result<HashedFile> Pass(const fs::path& from, int to, const fs::path& to_path) {
  UniqueFd in(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
  if (!in.valid()) return Cannot("read", from);
  crypto::Sha256Stream hash;
  HashedFile file;
  uint8_t buffer[65536];
  for (;;) {
    const ssize_t got = ::read(in.get(), buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Cannot("read", from);
    if (got == 0) break;
    const ByteSpan piece(buffer, static_cast<size_t>(got));
    hash.Update(piece);
    file.bytes += piece.size();
    if (to >= 0) HANSA_TRY(WriteAll(to, piece, to_path));
  }
  file.sha256 = hash.Finish();
  return file;
}

}  // namespace

Result<HashedFile> HashFile(const fs::path& path) { return Pass(path, -1, {}); }

Result<HashedFile> CopyHashed(const fs::path& from, const fs::path& to) {
  HANSA_TRY(MakePrivateFolder(to.parent_path()));
  UniqueFd out(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!out.valid()) return Cannot("write", to);
  const HashedFile file = HANSA_TRY(Pass(from, out.get(), to));
  if (::fsync(out.get()) != 0) return Cannot("write", to);
  return file;
}

Result<> SyncFile(const fs::path& path) {
  UniqueFd fd(::open(path.c_str(), O_RDWR | O_CLOEXEC));
  if (!fd.valid() || ::fsync(fd.get()) != 0) return Cannot("write", path);
  return Success();
}

Result<> MakePrivateFolder(const fs::path& folder) {
  std::error_code fault;
  if (folder.empty() || fs::is_directory(folder, fault)) return Success();
  HANSA_TRY(MakePrivateFolder(folder.parent_path()));
  fs::create_directory(folder, fault);
  if (!fault) fs::permissions(folder, fs::perms::owner_all, fault);
  if (fault) return BadInput(StrCat("cannot make the folder ", folder.string()), fault.message());
  return Success();
}

Result<> SyncTree(const fs::path& folder) {
  std::error_code fault;
  for (fs::recursive_directory_iterator at(folder, fault), end; !fault && at != end;
       at.increment(fault))
    if (at->is_directory()) HANSA_TRY(SyncFolder(at->path()));
  if (fault) return BadInput(StrCat("cannot read ", folder.string()), fault.message());
  return SyncFolder(folder);
}

}  // namespace hansa::coordinator
