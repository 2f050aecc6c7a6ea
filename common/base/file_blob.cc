#include "common/base/file_blob.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "common/base/block_buffer.h"
#include "common/base/check.h"
#include "common/base/text.h"

namespace hansa {

namespace {

// By the name that the file has now; one that has none any more is called so.
std::string CannotRead(const UniqueFd& fd) {
  std::error_code none;
  const auto name = std::filesystem::read_symlink(StrCat("/proc/self/fd/", fd.get()), none);
  return StrCat("cannot read ", none ? "a file" : name.string());
}

}  // namespace

Result<BlobHandle> FileBlob::Open(const std::filesystem::path& path) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status {};
  if (!fd.valid() || ::fstat(fd.get(), &status) != 0)
    return BadInput(StrCat("cannot read ", path.string()), std::strerror(errno));
  if (!S_ISREG(status.st_mode))
    return BadInput(StrCat("cannot read ", path.string()), "it is not a regular file");
  return BlobHandle(
      std::make_shared<FileBlob>(std::move(fd), 0, static_cast<uint64_t>(status.st_size), true));
}

// At least one byte.
Result<size_t> FileBlob::ReadSome(uint64_t position, std::span<uint8_t> out) const {
  bool direct = direct_.valid() && AreBlocks(position, out);
  for (;;) {
    const ssize_t got = ::pread(direct ? direct_.get() : fd_.get(), out.data(), out.size(),
                                static_cast<off_t>(position));
    if (got > 0) return static_cast<size_t>(got);
    if (got == 0)
      return WorkFailed(CannotRead(fd_),
                        StrCat("it ends at byte ", position, " and was longer when it was opened"));
    const int fault = errno;
    if (fault == EINTR) continue;
    if (!direct || fault != EINVAL) return WorkFailed(CannotRead(fd_), std::strerror(fault));
    direct = false;
  }
}

Result<> FileBlob::ReadAt(uint64_t offset, std::span<uint8_t> out) const {
  HANSA_CHECK(offset <= size_ && out.size() <= size_ - offset);
  uint64_t position = start_ + offset;
  while (!out.empty()) {
    const size_t got = HANSA_TRY(ReadSome(position, out));
    position += got;
    out = out.subspan(got);
  }
  return Success();
}

}  // namespace hansa
