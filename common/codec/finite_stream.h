#pragma once
// Whether the values of a safetensors file are finite, while its bytes come: the file need not be
// read again for it. The header itself is not checked here.

#include <array>
#include <cstdint>

#include "common/base/bytes.h"

namespace hansa {

// Not thread-safe.
class FiniteStream {
 public:
  // The file's next bytes, from the first on, in any pieces.
  void Update(ByteSpan bytes);
  // Whether all whole values up to here are finite, when values begin at this byte of the file. A
  // file whose header says another place than its first eight bytes do is none.
  bool FiniteFrom(uint64_t data_offset) const { return finite_ && begin_ == data_offset; }

 private:
  static constexpr size_t kLengthBytes = 8;  // of the header's length, at the beginning

  void TakeLength(ByteSpan& bytes);
  void TakeValues(ByteSpan bytes);

  std::array<uint8_t, kLengthBytes> length_{};
  std::array<uint8_t, sizeof(float)> split_{};  // the beginning of a value
  size_t in_split_ = 0;
  uint64_t seen_ = 0;   // bytes
  uint64_t begin_ = 0;  // of the values; 0: not known yet
  bool finite_ = true;
};

}  // namespace hansa
