#include "common/base/secret_bytes.h"

#include <cstring>

namespace hansa {

void WipeMemory(std::span<uint8_t> memory) {
  if (!memory.empty()) explicit_bzero(memory.data(), memory.size());
}

bool SecretBytes::operator==(const SecretBytes& other) const {
  if (size() != other.size()) return false;
  uint8_t difference = 0;
  for (size_t i = 0; i < size(); ++i)
    difference |= static_cast<uint8_t>(bytes_[i] ^ other.bytes_[i]);
  return difference == 0;
}

}  // namespace hansa
