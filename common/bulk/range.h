#pragma once
// A piece of a blob, as it is asked for.

#include <cstdint>

namespace hansa::bulk {

struct Range {
  uint64_t offset = 0;
  uint64_t bytes = 0;

  uint64_t end() const { return offset + bytes; }
  bool operator==(const Range&) const = default;
};

}  // namespace hansa::bulk
