#include "common/transport/backoff.h"

#include <algorithm>

namespace hansa::transport {

Duration Backoff::Next() {
  Duration full = std::min(first_, longest_);
  for (uint32_t i = 0; i < failures_ && full < longest_; ++i) full = std::min(full * 2, longest_);
  ++failures_;
  const auto half = static_cast<uint64_t>(full.count()) / 2;
  return Duration(static_cast<int64_t>(half + random_.NextU64() % (half + 1)));
}

}  // namespace hansa::transport
