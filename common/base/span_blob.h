#pragma once
// Bytes that somebody else holds, as a blob: they outlive it.

#include <algorithm>

#include "common/base/blob.h"

namespace hansa {

class SpanBlob final : public Blob {
 public:
  explicit SpanBlob(ByteSpan bytes) : bytes_(bytes) {}
  uint64_t size() const override { return bytes_.size(); }
  Result<> ReadAt(uint64_t offset, std::span<uint8_t> out) const override {
    const ByteSpan from = bytes_.subspan(offset, out.size());
    std::copy(from.begin(), from.end(), out.begin());
    return Success();
  }

 private:
  const ByteSpan bytes_;
};

}  // namespace hansa
