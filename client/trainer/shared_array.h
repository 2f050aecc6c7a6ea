#pragma once
// A matrix of f32 in a sealed memfd: how arrays pass between an agent and its trainer. The sender
// does not keep it in its own resident memory unless it maps it; one array may be sent many times.

#include <cstdint>
#include <span>
#include <vector>

#include "common/base/file_blob.h"
#include "common/base/result.h"
#include "common/base/unique_fd.h"

namespace hansa::client {

class SharedArray {
 public:
  // Copies `values` (row-major, rows * columns of them) into a new descriptor and seals it against
  // any change. kWorkFailed when the system has no memory or descriptor left.
  static Result<SharedArray> Copy(std::span<const float> values, uint64_t rows, uint64_t columns);
  // A vector: one row.
  static Result<SharedArray> Copy(std::span<const float> values);

  // The same from bytes that may lie in a file: little-endian f32, through a window.
  static Result<SharedArray> Copy(const Blob& values);

  // Takes a descriptor from the other side. kBadInput unless it is sealed and of exactly this size,
  // so that mapping it is safe.
  static Result<SharedArray> Adopt(UniqueFd fd, uint64_t rows, uint64_t columns);

  int fd() const { return fd_.get(); }
  uint64_t rows() const { return rows_; }
  uint64_t columns() const { return columns_; }
  uint64_t elements() const { return rows_ * columns_; }

  Result<std::vector<float>> Values() const;
  // Its bytes, to be read in windows: little-endian f32.
  BlobHandle ToBlob() &&;

 private:
  SharedArray(UniqueFd fd, uint64_t rows, uint64_t columns)
      : fd_(std::move(fd)), rows_(rows), columns_(columns) {}

  UniqueFd fd_;
  uint64_t rows_ = 0;
  uint64_t columns_ = 0;
};

// A shared array in this process's memory, read-only, for as long as the object lives (the
// SharedArray may go).
class MappedArray {
 public:
  MappedArray() = default;
  static Result<MappedArray> Map(const SharedArray& array);
  ~MappedArray();
  MappedArray(MappedArray&& other) noexcept;
  MappedArray& operator=(MappedArray&& other) noexcept;

  const float* data() const { return data_; }
  uint64_t rows() const { return rows_; }
  uint64_t columns() const { return columns_; }
  std::span<const float> values() const { return {data_, static_cast<size_t>(rows_ * columns_)}; }

 private:
  const float* data_ = nullptr;
  uint64_t rows_ = 0;
  uint64_t columns_ = 0;
};

}  // namespace hansa::client
