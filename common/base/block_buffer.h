#pragma once
// Memory that begins where a block does, as reads and writes past the page cache need it (open(2),
// O_DIRECT).

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>

namespace hansa {

// Whole blocks of this size suit every disk that Hansa knows of; one that wants larger ones says so
// (EINVAL) and gets what it is given through the page cache.
inline constexpr size_t kBlockBytes = 4096;

class BlockBuffer {
 public:
  explicit BlockBuffer(size_t bytes)
      : bytes_(new (std::align_val_t(kBlockBytes)) uint8_t[std::max<size_t>(bytes, 1)]),
        size_(bytes) {}

  std::span<uint8_t> span() const { return {bytes_.get(), size_}; }

 private:
  struct Free {
    void operator()(uint8_t* bytes) const {
      ::operator delete[](bytes, std::align_val_t(kBlockBytes));
    }
  };
  std::unique_ptr<uint8_t[], Free> bytes_;
  size_t size_;
};

// Whether these bytes may go past the page cache.
inline bool AreBlocks(uint64_t offset, std::span<const uint8_t> bytes) {
  return (offset | bytes.size() | reinterpret_cast<uintptr_t>(bytes.data())) % kBlockBytes == 0;
}

}  // namespace hansa
