#include "common/base/blob_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "common/base/block_buffer.h"
#include "common/base/check.h"
#include "common/base/text.h"

namespace hansa {
namespace {

Error WriteError(const std::filesystem::path& path, int error) {
  return WorkFailed(StrCat("cannot write ", path.string()), std::strerror(error),
                    error == ENOSPC ? "Make room on its disk" : "");
}

}  // namespace

Result<BlobFile> BlobFile::Create(const std::filesystem::path& path, uint64_t reserve) {
  UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!fd.valid()) return WriteError(path, errno);
  BlobFile file(std::move(fd), path, 0);
  if (reserve > 0) {
    // The length stays that of what was written, so that a reader of a later process knows it.
    const int rc = ::fallocate(file.fd_.get(), FALLOC_FL_KEEP_SIZE, 0, static_cast<off_t>(reserve));
    if (rc != 0 && errno != EOPNOTSUPP) return WriteError(path, errno);
  }
  return file;
}

Result<BlobFile> BlobFile::Reopen(const std::filesystem::path& path) {
  UniqueFd fd(::open(path.c_str(), O_RDWR | O_CLOEXEC));
  struct stat status {};
  if (!fd.valid() || ::fstat(fd.get(), &status) != 0) return WriteError(path, errno);
  return BlobFile(std::move(fd), path, static_cast<uint64_t>(status.st_size));
}

BlobFile::~BlobFile() {
  if (fd_.valid() && remove_) ::unlink(path_.c_str());
}

void BlobFile::BypassCache() {
  direct_ = UniqueFd(::open(path_.c_str(), O_WRONLY | O_DIRECT | O_CLOEXEC));
}

Result<> BlobFile::WriteAt(uint64_t offset, ByteSpan bytes) {
  while (!bytes.empty()) {
    const bool direct = bypasses_cache() && AreBlocks(offset, bytes);
    const ssize_t wrote = ::pwrite(direct ? direct_.get() : fd_.get(), bytes.data(), bytes.size(),
                                   static_cast<off_t>(offset));
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0 && direct && errno == EINVAL) {
      direct_.Reset();
      continue;
    }
    if (wrote < 0) return WriteError(path_, errno);
    offset += static_cast<uint64_t>(wrote);
    bytes = bytes.subspan(static_cast<size_t>(wrote));
    written_ = std::max(written_, offset);
  }
  return Success();
}

Result<> BlobFile::Sync() {
  // Gives back what was reserved and not needed.
  if (::ftruncate(fd_.get(), static_cast<off_t>(written_)) != 0 || ::fsync(fd_.get()) != 0)
    return WriteError(path_, errno);
  return Success();
}

Result<BlobHandle> BlobFile::Read(uint64_t start) const {
  HANSA_CHECK(start <= written_);
  // Opened anew: a descriptor for reading only, which may be passed on.
  UniqueFd fd(::open(path_.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.valid()) return WorkFailed(StrCat("cannot read ", path_.string()), std::strerror(errno));
  auto blob = std::make_shared<FileBlob>(std::move(fd), start, written_ - start, start == 0);
  if (bypasses_cache())
    blob->BypassCache(UniqueFd(::open(path_.c_str(), O_RDONLY | O_DIRECT | O_CLOEXEC)));
  return BlobHandle(std::move(blob));
}

Result<> BlobFile::KeepAs(const std::filesystem::path& path) {
  if (::rename(path_.c_str(), path.c_str()) != 0) return WriteError(path, errno);
  path_ = path;
  remove_ = false;
  return Success();
}

}  // namespace hansa
