// Two views of one session, searched at random: whatever sets a coordinator shows to whom, no sum
// of fewer than n_min inputs can be computed. Sites are modelled by their rules, so that many views
// can be tried; that real sites keep the rules is for ring_views_test.cc. The rules of the older
// design fall in the same search, so it finds what is there.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "common/crypto/random.h"
#include "common/secagg/session_graph.h"
#include "tests/attacks/leaked_sums.h"

namespace hansa::secagg_test {
namespace {

using secagg::Bitmap;
using secagg::NeighbourGraph;

struct ShownView {
  Bitmap sharers, survivors;  // U1, U2
};

struct Rules {
  uint32_t neighbours, threshold, smallest_cohort, quorum;
  bool a_and_b;  // else: t neighbours signed the same view, as in the older design
};

class TwoViews {
 public:
  TwoViews(const NeighbourGraph& graph, const Rules& rules, RandomSource& random)
      : graph_(graph), rules_(rules), random_(random), sites_(graph.sites()) {
    Draw();
  }

  size_t SmallestLeak() const {
    std::vector<SaidBySite> said(sites_);
    for (uint32_t site = 0; site < sites_; ++site) {
      if (!Masks(site)) continue;
      said[site].masked = true;
      said[site].sharers = ViewOf(site).sharers;
      if (Reveals(site)) Reveal(site, said[site]);
    }
    size_t smallest = sites_;
    for (const auto& leaked : LeakedSums(graph_, rules_.threshold, said))
      smallest = std::min(smallest, leaked.size());
    return smallest;
  }

 private:
  uint32_t Below(uint32_t bound) { return static_cast<uint32_t>(random_.NextU64() % bound); }
  const ShownView& ViewOf(uint32_t site) const { return views_[shown_[site]]; }

  // The first view is for an arc of the ring and a few helpers, and leaves out what lies right
  // beside the arc. The second is for the rest; helpers seem to drop in it, and some of the arc,
  // too. Each may leave out a few others.
  void Draw() {
    const uint32_t half = rules_.neighbours / 2;
    const uint32_t first = Below(sites_), length = 2 + Below(rules_.neighbours);
    const uint32_t gap = half - Below(2), rare = 8 + Below(40);
    for (ShownView& view : views_) view = {Bitmap(sites_), Bitmap(sites_)};
    shown_.assign(sites_, 1);
    for (uint32_t at = 0; at < sites_; ++at) {
      const uint32_t site = graph_.SiteAt(at), place = (at + sites_ - first) % sites_;
      const bool inside = place < length;
      const bool beside = !inside && (place < length + gap || place >= sites_ - gap);
      const bool next = place == length + gap || place + gap + 1 == sites_;
      const bool helper = !inside && !beside && Below(10) < (next ? 7u : 1u);
      if (inside || helper) shown_[site] = 0;
      if (!beside) Show(views_[0], site, rare, rare);
      Show(views_[1], site, inside || helper ? 6 : rare, inside ? 3 : helper ? 1 : rare);
    }
  }
  // Left out of U1, or of U2, one time in so many.
  void Show(ShownView& view, uint32_t site, uint32_t unshared_in, uint32_t dropped_in) {
    if (Below(unshared_in) == 0) return;
    view.sharers.Add(site);
    if (Below(dropped_in) > 0) view.survivors.Add(site);
  }

  uint32_t NeighboursIn(const Bitmap& set, uint32_t site) const {
    uint32_t count = 0;
    for (const uint32_t neighbour : graph_.NeighboursOf(site)) count += set.Has(neighbour) ? 1 : 0;
    return count;
  }
  bool Accepts(const Bitmap& set, uint32_t site) const {
    return set.Has(site) && set.Count() >= rules_.smallest_cohort &&
           NeighboursIn(set, site) >= rules_.threshold;
  }
  bool Masks(uint32_t site) const { return Accepts(ViewOf(site).sharers, site); }
  bool Signs(uint32_t site) const { return Masks(site) && Accepts(ViewOf(site).survivors, site); }
  bool SameView(uint32_t a, uint32_t b) const { return shown_[a] == shown_[b]; }

  bool Reveals(uint32_t site) const {
    if (!Signs(site)) return false;
    uint32_t all = 0, around = 0;
    for (uint32_t other = 0; other < sites_; ++other) {
      if (!SameView(site, other) || !Signs(other)) continue;
      ++all;
      around += graph_.AreNeighbours(site, other) ? 1 : 0;
    }
    if (!rules_.a_and_b) return around >= rules_.threshold;
    if (all < rules_.quorum) return false;
    const std::vector<uint32_t> neighbours = graph_.NeighboursOf(site);
    return std::all_of(neighbours.begin(), neighbours.end(), [&](uint32_t neighbour) {
      return !ViewOf(site).survivors.Has(neighbour) ||
             (Masks(neighbour) && SameView(site, neighbour));
    });
  }

  void Reveal(uint32_t site, SaidBySite& said) const {
    const ShownView& view = ViewOf(site);
    for (const uint32_t owner : graph_.NeighboursOf(site)) {
      if (!view.sharers.Has(owner)) continue;
      (view.survivors.Has(owner) ? said.self : said.secrets).insert(owner);
    }
  }

  const NeighbourGraph& graph_;
  const Rules rules_;
  RandomSource& random_;
  const uint32_t sites_;
  std::array<ShownView, 2> views_;
  std::vector<uint32_t> shown_;
};

// How many of the tried views give a sum of fewer than n_min inputs.
size_t Leaks(uint32_t sites, uint32_t neighbours, bool a_and_b, uint32_t tries) {
  const secagg::SessionSetup setup{.smallest_cohort = sites / 2 + 2,
                                   .largest_cohort = sites,
                                   .profile = secagg::Profile::kMalicious};
  const uint32_t threshold = neighbours / 2 + 1;
  EXPECT_TRUE(CheckGraph(setup, sites, {neighbours, threshold}).ok());
  const Rules rules{neighbours, threshold, setup.smallest_cohort,
                    secagg::RingQuorumOf(setup, sites).signers, a_and_b};
  crypto::SeededRandom random(sites * 100 + neighbours, "two views");
  size_t leaks = 0;
  for (uint32_t i = 0; i < tries; ++i) {
    crypto::Digest root{};
    random.Fill(root);
    const NeighbourGraph graph = NeighbourGraph::Ring(sites, neighbours, root);
    leaks += TwoViews(graph, rules, random).SmallestLeak() < setup.smallest_cohort ? 1 : 0;
  }
  return leaks;
}

TEST(TwoViewSearch, NoSumOfFewIsFoundUnderBothRules) {
  for (const uint32_t sites : {20u, 22u, 24u})
    for (const uint32_t neighbours : {4u, 6u, 8u})
      EXPECT_EQ(Leaks(sites, neighbours, true, 20'000), 0u) << sites << "/" << neighbours;
}

TEST(TwoViewSearch, TheOlderRulesFall) {
  size_t leaks = 0;
  for (const uint32_t neighbours : {4u, 6u, 8u}) leaks += Leaks(24, neighbours, false, 20'000);
  EXPECT_GT(leaks, 10u);  // the dice are seeded: 36 of 60,000
}

}  // namespace
}  // namespace hansa::secagg_test
