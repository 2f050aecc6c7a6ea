#pragma once
// What a coordinator can compute of what sites said, by counting: which secrets it can put
// together, which masks it can take off, and which sets of sites are left whose masks cancel. Masks
// are taken for what they should be, unknown unless a secret of theirs is known.

#include <functional>
#include <set>
#include <vector>

#include "common/secagg/bitmap.h"
#include "common/secagg/neighbour_graph.h"

namespace hansa::secagg_test {

struct SaidBySite {
  bool masked = false;         // its masked input is with the coordinator,
  secagg::Bitmap sharers;      // masked for this U1
  std::set<uint32_t> self;     // owners whose share of b it revealed
  std::set<uint32_t> secrets;  // owners whose share of the mask secret it revealed
};

// By roster index. Each set is one whose sum of inputs the coordinator knows; none can be divided.
std::vector<std::set<uint32_t>> LeakedSums(const secagg::NeighbourGraph& graph, uint32_t threshold,
                                           const std::vector<SaidBySite>& said);

}  // namespace hansa::secagg_test
