#pragma once
// A named run of the summed vector, with the range that proves that no sum wraps.

#include <cstdint>
#include <string>
#include <vector>

namespace hansa::secagg {

struct Segment {
  std::string name;
  uint64_t length = 0;  // elements
  double low = 0;       // values are clamped to [low, high] and counted when they were outside
  double high = 0;
  uint32_t scale_bits = 0;  // fixed point: round(value * 2^scale_bits)
  bool weighted = false;    // multiplied by the site's weight (1 .. max_weight)

  bool operator==(const Segment&) const = default;
};

inline uint64_t ElementsOf(const std::vector<Segment>& segments) {
  uint64_t elements = 0;
  for (const Segment& segment : segments) elements += segment.length;
  return elements;
}

}  // namespace hansa::secagg
