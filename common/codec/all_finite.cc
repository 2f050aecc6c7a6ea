#include <bit>
#include <cstring>

#include "common/codec/safetensors.h"
#include "common/codec/safetensors_blob.h"

namespace hansa {
namespace {

constexpr uint32_t kExponent = 0x7f800000;

// Of NaN and of the infinities all bits of the exponent are set. Counting, rather than leaving at
// the first, lets the loop take many values at a time.
template <typename Load>
bool AllFiniteOf(size_t count, Load load) {
  uint32_t found = 0;
  for (size_t i = 0; i < count; ++i) found += (load(i) & kExponent) == kExponent ? 1 : 0;
  return found == 0;
}

}  // namespace

bool AllFinite(std::span<const float> values) {
  return AllFiniteOf(values.size(), [&](size_t i) { return std::bit_cast<uint32_t>(values[i]); });
}

bool AllFiniteIn(ByteSpan values) {
  return AllFiniteOf(values.size() / sizeof(uint32_t), [&](size_t i) {
    uint32_t bits = 0;
    std::memcpy(&bits, values.data() + i * sizeof bits, sizeof bits);
    return bits;
  });
}

Result<bool> AllFinite(const Blob& file, uint64_t data_offset) {
  bool finite = true;
  HANSA_TRY(ForEachWindow(file, data_offset, [&](uint64_t, ByteSpan window) -> Result<> {
    finite = finite && AllFiniteIn(window);
    return Success();
  }));
  return finite;
}

}  // namespace hansa
