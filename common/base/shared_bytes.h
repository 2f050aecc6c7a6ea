#pragma once
// Bytes that do not change and are kept by whatever they lie in: a received frame, a vector. Copies
// share them; the last one lets them go, on whichever thread it is.

#include <algorithm>
#include <memory>
#include <utility>

#include "common/base/bytes.h"

namespace hansa {

class SharedBytes {
 public:
  SharedBytes() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): a vector is bytes that keep themselves.
  SharedBytes(Bytes bytes) {
    const auto kept = std::make_shared<const Bytes>(std::move(bytes));
    bytes_ = *kept;
    keeper_ = kept;
  }
  // `bytes` lie in what `keeper` keeps.
  SharedBytes(std::shared_ptr<const void> keeper, ByteSpan bytes)
      : keeper_(std::move(keeper)), bytes_(bytes) {}

  ByteSpan span() const { return bytes_; }
  size_t size() const { return bytes_.size(); }
  bool empty() const { return bytes_.empty(); }
  // These without the first `count`; count <= size().
  SharedBytes From(size_t count) const { return {keeper_, bytes_.subspan(count)}; }
  Bytes Copy() const { return {bytes_.begin(), bytes_.end()}; }

  friend bool operator==(const SharedBytes& one, ByteSpan other) {
    return std::equal(one.bytes_.begin(), one.bytes_.end(), other.begin(), other.end());
  }

 private:
  std::shared_ptr<const void> keeper_;
  ByteSpan bytes_;
};

}  // namespace hansa
