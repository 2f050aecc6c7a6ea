#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "common/secagg/neighbour_graph.h"

namespace hansa::secagg {
namespace {

using ::testing::ElementsAre;

crypto::Digest RootOf(uint8_t first) {
  crypto::Digest root;
  std::iota(root.begin(), root.end(), first);
  return root;
}

std::vector<uint32_t> OrderOf(const NeighbourGraph& graph) {
  std::vector<uint32_t> order;
  for (uint32_t at = 0; at < graph.sites(); ++at) order.push_back(graph.SiteAt(at));
  return order;
}

// Computed apart, from HMAC-SHA256 and AES-128-CTR of other programs.
TEST(NeighbourGraph, KnownRing) {
  const NeighbourGraph graph = NeighbourGraph::Ring(12, 4, RootOf(32));
  EXPECT_THAT(OrderOf(graph), ElementsAre(1, 9, 0, 6, 7, 2, 11, 10, 8, 5, 4, 3));
  EXPECT_THAT(graph.NeighboursOf(0), ElementsAre(1, 6, 7, 9));
  EXPECT_THAT(graph.NeighboursOf(5), ElementsAre(3, 4, 8, 10));
}

TEST(NeighbourGraph, KnownOrderOfTenThousand) {
  Bytes order;
  for (const uint32_t site : OrderOf(NeighbourGraph::Ring(10'000, 184, RootOf(32))))
    for (uint32_t shift = 0; shift < 32; shift += 8)
      order.push_back(static_cast<uint8_t>(site >> shift));
  EXPECT_EQ(Hex(crypto::Sha256(order)),
            "cc46398f45dad0c412493c65ddd72198b2ba85407447bb695fed4c714377078b");
}

TEST(NeighbourGraph, EveryoneHasTheSameNumberOfNeighboursAndTheyAreMutual) {
  for (const NeighbourGraph& graph :
       {NeighbourGraph::Ring(5, 2, RootOf(0)), NeighbourGraph::Ring(31, 10, RootOf(1)),
        NeighbourGraph::Ring(9, 8, RootOf(2)), NeighbourGraph::Complete(7),
        NeighbourGraph::Complete(2)}) {
    for (uint32_t site = 0; site < graph.sites(); ++site) {
      const std::vector<uint32_t> around = graph.NeighboursOf(site);
      EXPECT_EQ(around.size(), graph.neighbours());
      EXPECT_TRUE(std::is_sorted(around.begin(), around.end()));
      EXPECT_EQ(std::set<uint32_t>(around.begin(), around.end()).size(), around.size());
      for (uint32_t other = 0; other < graph.sites(); ++other) {
        const bool listed = std::binary_search(around.begin(), around.end(), other);
        EXPECT_EQ(graph.AreNeighbours(site, other), listed);
        EXPECT_EQ(graph.AreNeighbours(other, site), listed);
      }
      EXPECT_FALSE(graph.AreNeighbours(site, site));
    }
  }
}

// Another roster, another ring: who sits beside whom is nobody's choice.
TEST(NeighbourGraph, EveryPlaceIsAsLikelyAsAnyOther) {
  constexpr uint32_t kSites = 8, kRosters = 20'000;
  std::vector<std::vector<int>> count(kSites, std::vector<int>(kSites));
  for (uint32_t roster = 0; roster < kRosters; ++roster) {
    crypto::Digest root{};
    root[0] = static_cast<uint8_t>(roster);
    root[1] = static_cast<uint8_t>(roster >> 8);
    const NeighbourGraph graph = NeighbourGraph::Ring(kSites, 2, root);
    for (uint32_t at = 0; at < kSites; ++at) ++count[at][graph.SiteAt(at)];
  }
  double chi_square = 0;
  const double expected = double{kRosters} / kSites;
  for (const auto& place : count)
    for (const int seen : place) chi_square += (seen - expected) * (seen - expected) / expected;
  // 49 degrees of freedom; the seeds are fixed, so this holds in each run or in none.
  EXPECT_LT(chi_square, 85.4);  // one in a thousand is above
}

}  // namespace
}  // namespace hansa::secagg
