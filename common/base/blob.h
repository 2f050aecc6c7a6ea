#pragma once
// Bytes that may be larger than memory: a model, an update, a masked vector. Read in windows, never
// as a whole; whoever holds a handle need not know whether they lie in memory or in a file.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include "common/base/bytes.h"
#include "common/base/result.h"
#include "common/base/secret_bytes.h"

namespace hansa {

// How much of a blob is looked at at once: large enough that calls cost nothing, small enough to
// stay in the second-level cache together with a second operand.
inline constexpr size_t kBlobWindowBytes = 1 << 20;

// Immutable. Thread-safe.
class Blob {
 public:
  virtual ~Blob() = default;
  virtual uint64_t size() const = 0;
  // Fills `out` with the bytes from `offset` on. Fails when they cannot be read, or when the file
  // has become shorter than it was; HANSA_CHECK: the range lies within the blob.
  virtual Result<> ReadAt(uint64_t offset, std::span<uint8_t> out) const = 0;
  // Of a file that holds exactly these bytes, open for reading; -1 when there is none. The blob
  // keeps it. Its file position means nothing.
  virtual int fd() const { return -1; }
};

using BlobHandle = std::shared_ptr<const Blob>;

class MemoryBlob final : public Blob {
 public:
  explicit MemoryBlob(Bytes bytes) : bytes_(std::move(bytes)) {}
  uint64_t size() const override { return bytes_.size(); }
  Result<> ReadAt(uint64_t offset, std::span<uint8_t> out) const override;

 private:
  const Bytes bytes_;
};

// Overwritten when the last handle goes.
BlobHandle MakeSecretBlob(SecretBytes bytes);

inline BlobHandle MakeBlob(Bytes bytes) { return std::make_shared<MemoryBlob>(std::move(bytes)); }

// `size` bytes of `blob` from `start` on, without a copy. HANSA_CHECK: they lie within it.
BlobHandle SliceOf(BlobHandle blob, uint64_t start, uint64_t size);

// Calls `use(offset, bytes)` for the bytes from `start` to the end of `blob`, in order, at most
// kBlobWindowBytes at a time; stops at the first failure of either.
Result<> ForEachWindow(const Blob& blob, uint64_t start,
                       const std::function<Result<>(uint64_t offset, ByteSpan bytes)>& use);

// All of it in memory. For blobs that are small by contract: HANSA_CHECK: at most `largest` bytes.
Result<Bytes> ReadWhole(const Blob& blob, size_t largest);

}  // namespace hansa
