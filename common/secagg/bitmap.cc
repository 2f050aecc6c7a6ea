#include "common/secagg/bitmap.h"

#include <bit>

#include "common/base/check.h"

namespace hansa::secagg {

std::optional<Bitmap> Bitmap::Parse(size_t size, ByteSpan bytes) {
  if (bytes.size() != (size + 7) / 8) return std::nullopt;
  if (size % 8 != 0 && bytes.back() >> (size % 8) != 0) return std::nullopt;
  Bitmap bitmap(size);
  bitmap.bytes_.assign(bytes.begin(), bytes.end());
  return bitmap;
}

void Bitmap::Add(size_t i) {
  HANSA_CHECK(i < size_);
  bytes_[i / 8] = static_cast<uint8_t>(bytes_[i / 8] | 1u << (i % 8));
}

size_t Bitmap::Count() const {
  size_t count = 0;
  for (const uint8_t byte : bytes_) count += static_cast<size_t>(std::popcount(byte));
  return count;
}

bool Bitmap::IsSubsetOf(const Bitmap& other) const {
  if (size_ != other.size_) return false;
  for (size_t i = 0; i < bytes_.size(); ++i)
    if ((bytes_[i] & ~other.bytes_[i]) != 0) return false;
  return true;
}

std::vector<uint32_t> Bitmap::Members() const {
  std::vector<uint32_t> members;
  for (uint32_t i = 0; i < size_; ++i)
    if (Has(i)) members.push_back(i);
  return members;
}

}  // namespace hansa::secagg
