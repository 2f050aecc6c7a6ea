#include <gtest/gtest.h>

#include "common/secagg/session_graph.h"

namespace hansa::secagg {
namespace {

// By a few lines of Python from RFC 6962.
TEST(SessionGraph, TheRosterRootOfARingHasItsNumbers) {
  std::vector<Bytes> entries;
  for (const uint8_t letter : {'a', 'b', 'c', 'd', 'e', 'f'}) entries.emplace_back(5, letter);
  const std::vector<ByteSpan> leaves(entries.begin(), entries.end());
  EXPECT_EQ(Hex(RosterRoot(leaves, {5, 3})),
            "d0d036f429cdf5e6eb5074bc790a6f5e1c00a7a13f5c2824699602fc540ba2de");
  EXPECT_EQ(Hex(RosterRoot(leaves, {4, 3})),
            "4cba5b02ef903628b181736b17179d7562c9ab94388c5e3ee367e5d7bd86c6bf");
  EXPECT_NE(RosterRoot(leaves, {4, 4}), RosterRoot(leaves, {4, 3}));
  EXPECT_NE(RosterRoot(leaves, {2, 3}), RosterRoot(leaves, {4, 3}));
}

TEST(SessionGraph, ASemiHonestRingIsNotUnmaskedWithMoreThanDGone) {
  SessionSetup setup{.smallest_cohort = 20, .largest_cohort = 100, .dropout_permille = 150};
  const NeighbourGraph ring = NeighbourGraph::Ring(99, 20, crypto::Digest{});
  setup.profile = Profile::kSemiHonest;
  EXPECT_EQ(SmallestSet(setup, ring), 85u);  // 99 - floor(14.85)
  EXPECT_EQ(SmallestSet(setup, NeighbourGraph::Complete(99)), 20u);
  setup.smallest_cohort = 90;
  EXPECT_EQ(SmallestSet(setup, ring), 90u);
  setup.profile = Profile::kMalicious;
  setup.smallest_cohort = 20;
  EXPECT_EQ(SmallestSet(setup, ring), 20u);
}

}  // namespace
}  // namespace hansa::secagg
