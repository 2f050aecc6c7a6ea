#include "common/base/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "common/base/text.h"
#include "common/base/unique_fd.h"

namespace hansa {
namespace {

Error FileError(const std::filesystem::path& path, const char* action) {
  return BadInput(StrCat("cannot ", action, " ", path.string()), std::strerror(errno));
}

Result<> WriteAll(int fd, std::string_view contents, const std::filesystem::path& path) {
  while (!contents.empty()) {
    const ssize_t written = ::write(fd, contents.data(), contents.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return FileError(path, "write");
    contents.remove_prefix(static_cast<size_t>(written));
  }
  return Success();
}

}  // namespace

Result<std::string> ReadFile(const std::filesystem::path& path, size_t largest) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.valid()) return FileError(path, "read");
  std::string out;
  char buffer[65536];
  for (;;) {
    const ssize_t got = ::read(fd.get(), buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return FileError(path, "read");
    if (got == 0) return out;
    if (out.size() + static_cast<size_t>(got) > largest) {
      return BadInput(StrCat("cannot read ", path.string()),
                      StrCat("it is larger than ", HumanBytes(double(largest))));
    }
    out.append(buffer, static_cast<size_t>(got));
  }
}

Result<> WriteFileAtomically(const std::filesystem::path& path, std::string_view contents,
                             unsigned mode) {
  std::string temporary = path.string() + ".XXXXXX";
  UniqueFd fd(::mkostemp(temporary.data(), O_CLOEXEC));
  if (!fd.valid()) return FileError(path, "write");
  Result<> written = WriteAll(fd.get(), contents, path);
  if (written.ok() && (::fchmod(fd.get(), mode) != 0 || ::fsync(fd.get()) != 0))
    written = FileError(path, "write");
  if (written.ok() && ::rename(temporary.c_str(), path.c_str()) != 0)
    written = FileError(path, "write");
  if (!written.ok()) {
    ::unlink(temporary.c_str());
    return written;
  }
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  static_cast<void>(SyncFolder(folder));  // makes the rename itself durable
  return Success();
}

Result<> WriteNewFile(const std::filesystem::path& path, std::string_view contents, unsigned mode) {
  UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (!fd.valid()) return FileError(path, "write");
  HANSA_TRY(WriteAll(fd.get(), contents, path));
  if (::fsync(fd.get()) != 0) return FileError(path, "write");
  return Success();
}

Result<> SyncFolder(const std::filesystem::path& folder) {
  UniqueFd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd.valid() || ::fsync(fd.get()) != 0) return FileError(folder, "write");
  return Success();
}

Result<std::string> ReadSecretFile(const std::filesystem::path& path, size_t largest) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return FileError(path, "read");
  if (S_ISREG(status.st_mode) && (status.st_mode & 077) != 0) {
    char mode[8];
    std::snprintf(mode, sizeof mode, "%04o", static_cast<unsigned>(status.st_mode & 07777));
    return Refused(StrCat("will not read the secret in ", path.string()),
                   StrCat("its mode is ", mode, ", so other users of this machine could read it"),
                   StrCat("Run: chmod 600 ", path.string()));
  }
  return ReadFile(path, largest);
}

}  // namespace hansa
