#pragma once
// A blob that lies in a file.

#include <cstdint>
#include <filesystem>

#include "common/base/blob.h"
#include "common/base/unique_fd.h"

namespace hansa {

// Read with pread(2): mapped pages would count as this process's memory. A file that is deleted
// while it is held stays readable.
class FileBlob final : public Blob {
 public:
  // The whole file as it is now.
  static Result<BlobHandle> Open(const std::filesystem::path& path);
  // `size` bytes from `start` on of a file open for reading.
  FileBlob(UniqueFd fd, uint64_t start, uint64_t size, bool whole_file = false)
      : fd_(std::move(fd)), start_(start), size_(size), whole_file_(whole_file) {}

  // Before anyone reads: whole blocks (block_buffer.h) are read by this descriptor of the same
  // file, which was opened for that.
  void BypassCache(UniqueFd direct) { direct_ = std::move(direct); }

  uint64_t size() const override { return size_; }
  Result<> ReadAt(uint64_t offset, std::span<uint8_t> out) const override;
  int fd() const override { return whole_file_ ? fd_.get() : -1; }
  // Where the bytes lie: a descriptor that this object keeps, and the first one's offset.
  int descriptor() const { return fd_.get(); }
  uint64_t start() const { return start_; }

 private:
  Result<size_t> ReadSome(uint64_t position, std::span<uint8_t> out) const;

  const UniqueFd fd_;
  UniqueFd direct_;
  const uint64_t start_;
  const uint64_t size_;
  const bool whole_file_;
};

}  // namespace hansa
