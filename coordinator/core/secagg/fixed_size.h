#pragma once
// Keys and digests as messages carry them, to the types of the cores.

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

namespace hansa::coordinator {

// False when the bytes are not of this size; then `to` is as it was.
template <size_t kSize>
bool CopyTo(const std::string& from, std::array<uint8_t, kSize>& to) {
  if (from.size() != kSize) return false;
  std::copy(from.begin(), from.end(), to.begin());
  return true;
}

}  // namespace hansa::coordinator
