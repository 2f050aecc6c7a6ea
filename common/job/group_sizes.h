#pragma once
// How many sessions a round's sites make, and of how many sites each: the fewest that hold them,
// as equal as can be.

#include <cstdint>

namespace hansa {

struct GroupSizes {
  uint32_t groups = 1;
  uint32_t smallest = 0;
  uint32_t largest = 0;  // smallest, or one more
};

// `most`, at least 1: sites of one group.
inline GroupSizes GroupSizesOf(uint32_t sites, uint32_t most) {
  GroupSizes sizes;
  if (sites > most) sizes.groups = (sites - 1) / most + 1;
  sizes.smallest = sites / sizes.groups;
  sizes.largest = (sites - 1) / sizes.groups + 1;
  return sizes;
}

}  // namespace hansa
