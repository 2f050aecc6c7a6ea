#pragma once
// A set of roster indices as bytes: index i is bit i % 8 of byte i / 8, unused bits zero.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "common/base/bytes.h"

namespace hansa::secagg {

class Bitmap {
 public:
  Bitmap() = default;
  explicit Bitmap(size_t size) : size_(size), bytes_((size + 7) / 8) {}
  // Empty for a wrong length or a set bit beyond `size`: every set has one encoding.
  static std::optional<Bitmap> Parse(size_t size, ByteSpan bytes);

  size_t size() const { return size_; }
  bool Has(size_t i) const { return i < size_ && (bytes_[i / 8] >> (i % 8) & 1) != 0; }
  void Add(size_t i);
  size_t Count() const;
  bool IsSubsetOf(const Bitmap& other) const;
  std::vector<uint32_t> Members() const;  // ascending
  const Bytes& bytes() const { return bytes_; }
  bool operator==(const Bitmap&) const = default;

 private:
  size_t size_ = 0;
  Bytes bytes_;
};

}  // namespace hansa::secagg
