#pragma once
// A file that becomes a blob: written in order or at any place, then sealed and read only.

#include <cstdint>
#include <filesystem>

#include "common/base/file_blob.h"

namespace hansa {

// Not thread-safe. Removes its file when it is destroyed before it was kept.
class BlobFile {
 public:
  // Makes the file (it must not be there; its folder must), readable by its owner only, with room
  // for `reserve` bytes taken now, so that a full disk is met here and not in the middle. 0: none.
  static Result<BlobFile> Create(const std::filesystem::path& path, uint64_t reserve);
  // Opens one that was left by an earlier process, to go on writing behind what it holds.
  static Result<BlobFile> Reopen(const std::filesystem::path& path);
  ~BlobFile();
  BlobFile(BlobFile&&) noexcept = default;
  BlobFile& operator=(BlobFile&&) = delete;

  // From now on what is written, and read by Read, in whole blocks (block_buffer.h) goes past the
  // page cache where the file system has that: for large files that are written once and read once.
  // The rest goes through it as before.
  void BypassCache();
  bool bypasses_cache() const { return direct_.valid(); }

  const std::filesystem::path& path() const { return path_; }
  // One behind the last byte that was written; of a reopened file its length.
  uint64_t written() const { return written_; }
  Result<> Append(ByteSpan bytes) { return WriteAt(written_, bytes); }
  Result<> WriteAt(uint64_t offset, ByteSpan bytes);
  // Its contents on the disk, exactly written() bytes long.
  Result<> Sync();
  // The bytes written so far from `start` on, which must not be written again. The file may be
  // removed while the blob is read.
  Result<BlobHandle> Read(uint64_t start = 0) const;
  // Leaves the file where it is when this object goes.
  void Keep() { remove_ = false; }
  // As Keep, under another name in the same file system; replaces what is there.
  Result<> KeepAs(const std::filesystem::path& path);

 private:
  BlobFile(UniqueFd fd, std::filesystem::path path, uint64_t written)
      : fd_(std::move(fd)), path_(std::move(path)), written_(written) {}

  UniqueFd fd_, direct_;
  std::filesystem::path path_;
  uint64_t written_;
  bool remove_ = true;
};

}  // namespace hansa
