#pragma once
// A vector over Z_{2^32} or Z_{2^64}: the only kind of vector that is masked or summed.
// Little-endian on the wire. Not thread-safe.

#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "common/base/bytes.h"

namespace hansa::secagg {

class RingVector {
 public:
  RingVector() = default;
  RingVector(uint32_t bits, size_t size);  // zeros; bits is 32 or 64
  // The size of `bytes` must be a multiple of the element size.
  static RingVector FromBytes(uint32_t bits, ByteSpan bytes);

  uint32_t bits() const { return std::holds_alternative<Narrow>(elements_) ? 32 : 64; }
  size_t size() const;
  size_t byte_size() const { return size() * bits() / 8; }

  // Same ring and length on both sides.
  void Add(const RingVector& other);
  void Subtract(const RingVector& other);
  // `other` is little-endian elements, byte_size() of them.
  void AddBytes(ByteSpan other);
  // To the elements from `byte_offset` on, a multiple of the element size; `other` fits behind it.
  void AddBytesAt(uint64_t byte_offset, ByteSpan other);

  void Set(size_t i, int64_t value);  // mod 2^bits
  int64_t Signed(size_t i) const;     // two's complement
  std::vector<int64_t> ToSigned() const;
  Bytes ToBytes() const;

  void Wipe();  // overwrites and empties
  bool operator==(const RingVector&) const = default;

  // The elements as they travel.
  ByteSpan bytes() const;
  // For the mask loop.
  std::span<uint8_t> MutableBytes();

 private:
  using Narrow = std::vector<uint32_t>;
  using Wide = std::vector<uint64_t>;
  std::variant<Narrow, Wide> elements_;
};

}  // namespace hansa::secagg
