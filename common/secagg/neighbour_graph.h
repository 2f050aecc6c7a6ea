#pragma once
// Who shares masks with whom. In a ring the sites stand in an order that is drawn from the roster
// root, and each has the k/2 nearest on either side for neighbours (a Harary graph; Bell et al.,
// CCS 2020). Everybody computes it alike: nobody is told.

#include <cstdint>
#include <vector>

#include "common/crypto/hash.h"

namespace hansa::secagg {

class NeighbourGraph {
 public:
  NeighbourGraph() = default;  // of no sites
  // Everyone with everyone; the ring is in the order of the roster.
  static NeighbourGraph Complete(uint32_t sites);
  // `neighbours` is even, at least 2, below sites.
  static NeighbourGraph Ring(uint32_t sites, uint32_t neighbours,
                             const crypto::Digest& roster_root);

  uint32_t sites() const { return static_cast<uint32_t>(site_at_.size()); }
  uint32_t neighbours() const { return neighbours_; }  // of each site: k
  bool complete() const { return neighbours_ + 1 == sites(); }

  // Roster indices, ascending.
  std::vector<uint32_t> NeighboursOf(uint32_t site) const;
  bool AreNeighbours(uint32_t a, uint32_t b) const;
  uint32_t PositionOf(uint32_t site) const { return position_of_[site]; }
  uint32_t SiteAt(uint32_t position) const { return site_at_[position]; }

 private:
  NeighbourGraph(std::vector<uint32_t> order, uint32_t neighbours);

  std::vector<uint32_t> site_at_;      // by position on the ring
  std::vector<uint32_t> position_of_;  // by roster index
  uint32_t neighbours_ = 0;
};

}  // namespace hansa::secagg
