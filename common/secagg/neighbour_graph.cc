#include "common/secagg/neighbour_graph.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "common/base/check.h"
#include "common/crypto/hkdf.h"
#include "common/crypto/mask_stream.h"

namespace hansa::secagg {
namespace {

// Numbers below a bound, each as likely as any other, out of the keystream that the roster root
// seeds: words of 32 bits, little-endian; those from the last whole multiple of the bound on are
// left out.
class RootDice {
 public:
  explicit RootDice(const crypto::Digest& root)
      : stream_(crypto::HkdfSha256(root, {}, AsSpan("sa1/graph"), crypto::kMaskSeedBytes)) {}

  uint32_t Below(uint32_t bound) {
    constexpr uint64_t kWords = uint64_t{1} << 32;
    const uint64_t fair = kWords - kWords % bound;
    uint64_t word = Next();
    while (word >= fair) word = Next();
    return static_cast<uint32_t>(word % bound);
  }

 private:
  uint32_t Next() {
    if (at_ == piece_.size()) {
      stream_.Fill(offset_, piece_);
      offset_ += piece_.size();
      at_ = 0;
    }
    uint32_t word = 0;
    for (uint32_t shift = 0; shift < 32; shift += 8) word |= uint32_t{piece_[at_++]} << shift;
    return word;
  }

  crypto::MaskStream stream_;
  std::array<uint8_t, 1024> piece_{};
  size_t at_ = piece_.size();
  uint64_t offset_ = 0;
};

std::vector<uint32_t> InOrder(uint32_t sites) {
  std::vector<uint32_t> order(sites);
  std::iota(order.begin(), order.end(), 0u);
  return order;
}

}  // namespace

NeighbourGraph::NeighbourGraph(std::vector<uint32_t> order, uint32_t neighbours)
    : site_at_(std::move(order)), position_of_(site_at_.size()), neighbours_(neighbours) {
  for (uint32_t position = 0; position < sites(); ++position)
    position_of_[site_at_[position]] = position;
}

NeighbourGraph NeighbourGraph::Complete(uint32_t sites) {
  HANSA_CHECK(sites > 0);
  return {InOrder(sites), sites - 1};
}

// Fisher and Yates's shuffle, from the last place down.
NeighbourGraph NeighbourGraph::Ring(uint32_t sites, uint32_t neighbours,
                                    const crypto::Digest& roster_root) {
  HANSA_CHECK(neighbours >= 2 && neighbours % 2 == 0 && neighbours < sites);
  std::vector<uint32_t> order = InOrder(sites);
  RootDice dice(roster_root);
  for (uint32_t last = sites - 1; last > 0; --last)
    std::swap(order[last], order[dice.Below(last + 1)]);
  return {std::move(order), neighbours};
}

std::vector<uint32_t> NeighbourGraph::NeighboursOf(uint32_t site) const {
  std::vector<uint32_t> found;
  found.reserve(neighbours_);
  if (complete()) {
    for (uint32_t other = 0; other < sites(); ++other)
      if (other != site) found.push_back(other);
    return found;
  }
  for (uint32_t step = 1; step <= neighbours_ / 2; ++step) {
    found.push_back(site_at_[(position_of_[site] + step) % sites()]);
    found.push_back(site_at_[(position_of_[site] + sites() - step) % sites()]);
  }
  std::sort(found.begin(), found.end());
  return found;
}

bool NeighbourGraph::AreNeighbours(uint32_t a, uint32_t b) const {
  if (a == b) return false;
  if (complete()) return true;
  const uint32_t one = position_of_[a], other = position_of_[b];
  const uint32_t apart = one > other ? one - other : other - one;
  return std::min(apart, sites() - apart) <= neighbours_ / 2;
}

}  // namespace hansa::secagg
