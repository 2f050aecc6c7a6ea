#pragma once
// What a sum of honest inputs can hold at most: every site's value lies in its segment's range, so
// every element of the sum does in so many times that range. A sum beyond it holds a false input or
// a false mask, and nobody may take it for a result. Exact integers; no wrap is possible within the
// bounds that CheckSetup keeps.

#include <optional>
#include <string>
#include <vector>

#include "common/base/bytes.h"
#include "common/secagg/segment.h"

namespace hansa::secagg {

// Of one element: what it is, and what it may be. In units of the ring, before scaling.
struct OutOfRange {
  std::string segment;
  uint64_t element = 0;  // within the segment
  int64_t value = 0;
  int64_t lowest = 0;
  int64_t highest = 0;
};
std::string TextOf(const OutOfRange& outside);

// Looks at a sum while it is written, from its first byte to its last, in pieces of whole elements.
// Not thread-safe.
class SumRange {
 public:
  // Segments that CheckSetup passed, summed over `included` sites.
  SumRange(std::vector<Segment> segments, uint32_t ring_bits, uint32_t max_weight,
           uint32_t included);

  void Add(ByteSpan elements);
  // The first segment with an element out of range, by its farthest. After the last element.
  std::optional<OutOfRange> Find() const;

 private:
  struct Seen {
    int64_t least = 0, most = 0;
    uint64_t least_at = 0, most_at = 0;
  };
  template <typename Element>
  void AddTo(Seen& seen, uint64_t first, ByteSpan elements) const;
  std::optional<OutOfRange> FindIn(size_t segment, uint64_t weights) const;
  uint64_t Weights() const;

  std::vector<Segment> segments_;
  uint32_t ring_bits_;
  uint32_t max_weight_;
  uint32_t included_;
  std::vector<Seen> seen_;  // by segment
  size_t segment_ = 0;
  uint64_t done_ = 0;  // elements of it
};

}  // namespace hansa::secagg
