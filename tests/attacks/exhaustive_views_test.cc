// Every way to show two U2 to the sites of a small session, tried: each honest site is shown one of
// the two, or nothing; every pair of sets; everyone is in U1, and the coordinator has every masked
// input. Colluders sign and reveal whatever helps. What it can compute is counted by bits.

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <vector>

#include "common/secagg/neighbour_graph.h"

namespace hansa::secagg_test {
namespace {

using Set = uint32_t;  // a bit a site

uint32_t Count(Set set) { return static_cast<uint32_t>(std::popcount(set)); }

struct Session {
  uint32_t sites, neighbours, threshold, colluders, smallest_cohort;
  uint32_t quorum;  // statements by so many; 0: by `threshold` neighbours (the complete graph)
};

struct Found {
  bool both_secrets = false;   // of one site
  bool disjoint_sums = false;  // two sums that share no input
  uint32_t smallest_sum = 99;  // honest inputs in the smallest sum
  uint64_t views = 0;
};

class Search {
 public:
  explicit Search(const Session& session) : session_(session) {
    const auto graph =
        session.neighbours + 1 == session.sites
            ? secagg::NeighbourGraph::Complete(session.sites)
            : secagg::NeighbourGraph::Ring(session.sites, session.neighbours, crypto::Digest{});
    // Around the ring, so that colluders sit next to each other.
    for (uint32_t at = 0; at < session.sites; ++at) {
      Set around = 0;
      for (uint32_t other = 0; other < session.sites; ++other)
        if (graph.AreNeighbours(graph.SiteAt(at), graph.SiteAt(other))) around |= 1u << other;
      around_.push_back(around);
    }
    all_ = (1u << session.sites) - 1;
    corrupt_ = (1u << session.colluders) - 1;
  }

  Found Run() {
    const Set honest = all_ & ~corrupt_;
    for (Set first = honest;; first = (first - 1) & honest) {
      const Set rest = honest & ~first;
      for (Set second = rest;; second = (second - 1) & rest) {
        // The two views may be swapped: once is enough.
        if (first >= second) TrySets(first, second);
        if (second == 0) break;
      }
      if (first == 0) break;
    }
    return found_;
  }

 private:
  // U2 of those shown it: all that hold them, and that they accept.
  template <typename Then>
  void ForEachSet(Set shown, const Then& then) const {
    if (shown == 0) return then(Set{0});
    const Set others = all_ & ~shown;
    for (Set more = others;; more = (more - 1) & others) {
      if (Accepted(shown, shown | more)) then(shown | more);
      if (more == 0) break;
    }
  }
  bool Accepted(Set shown, Set survivors) const {
    if (Count(survivors) < session_.smallest_cohort) return false;
    const Set signers = (shown | corrupt_) & survivors;
    if (session_.quorum > 0 && Count(signers) < session_.quorum) return false;
    for (Set left = shown; left != 0; left &= left - 1) {
      const Set around = around_[static_cast<size_t>(std::countr_zero(left))];
      if (Count(around & survivors) < session_.threshold) return false;
      if (session_.quorum == 0 && Count(around & signers) < session_.threshold) return false;
    }
    return true;
  }

  void TrySets(Set first, Set second) {
    ForEachSet(first, [&](Set first_u2) {
      ForEachSet(second, [&](Set second_u2) { Look(first, first_u2, second, second_u2); });
    });
  }

  void Look(Set first, Set first_u2, Set second, Set second_u2) {
    ++found_.views;
    Set self = 0, secret = 0;  // sites whose b, whose mask secret is known
    for (uint32_t site = 0; site < session_.sites; ++site) {
      const auto in = [site](Set set) { return (set >> site & 1) != 0; };
      const Set of_self = (in(first_u2) ? first : 0) | (in(second_u2) ? second : 0) | corrupt_;
      const Set of_secret = (in(first_u2) ? 0 : first) | (in(second_u2) ? 0 : second) | corrupt_;
      if (Count(around_[site] & of_self) >= session_.threshold) self |= 1u << site;
      if (Count(around_[site] & of_secret) >= session_.threshold) secret |= 1u << site;
    }
    const Set honest = all_ & ~corrupt_;
    if ((self & secret & honest) != 0) found_.both_secrets = true;
    uint32_t sums = 0;
    for (Set left = honest & ~secret; left != 0;) {
      const Set group = GroupOf(left & (0 - left), honest & ~secret);
      left &= ~group;
      if ((group & ~self) != 0) continue;
      ++sums;
      found_.smallest_sum = std::min(found_.smallest_sum, Count(group));
    }
    if (sums > 1) found_.disjoint_sums = true;
  }

  // Sites whose unknown pairwise masks hang together.
  Set GroupOf(Set seed, Set within) const {
    Set group = seed;
    for (Set fresh = seed; fresh != 0;) {
      Set next = 0;
      for (; fresh != 0; fresh &= fresh - 1)
        next |= around_[static_cast<size_t>(std::countr_zero(fresh))];
      fresh = next & within & ~group;
      group |= fresh;
    }
    return group;
  }

  const Session session_;
  std::vector<Set> around_;
  Set all_ = 0, corrupt_ = 0;
  Found found_;
};

class Exhaustive : public testing::TestWithParam<Session> {};

TEST_P(Exhaustive, NoSecretsOfOneSiteAndOneSumOfMany) {
  const Found found = Search(GetParam()).Run();
  EXPECT_GT(found.views, 10u);
  EXPECT_FALSE(found.both_secrets);
  EXPECT_FALSE(found.disjoint_sums);
  EXPECT_GE(found.smallest_sum, GetParam().smallest_cohort - GetParam().colluders);
  EXPECT_LE(found.smallest_sum, GetParam().sites);  // the honest session is among them
}

// {n, k, t, c, n_min, quorum}: t as MaliciousThreshold and CompleteThreshold have it, the quorum
// floor((n + c) / 2) + 1.
INSTANTIATE_TEST_SUITE_P(Sessions, Exhaustive,
                         testing::Values(Session{7, 4, 3, 0, 4, 4}, Session{8, 4, 3, 0, 4, 5},
                                         Session{8, 6, 4, 0, 5, 5}, Session{8, 6, 5, 1, 5, 5},
                                         Session{5, 4, 3, 0, 3, 0}, Session{7, 6, 4, 0, 4, 0},
                                         Session{7, 6, 4, 1, 4, 0}, Session{8, 7, 5, 1, 4, 0},
                                         Session{9, 8, 5, 0, 5, 0}, Session{9, 4, 3, 0, 5, 5}));

// The threshold alone, whatever is signed: 2t > k + c keeps one of the two secrets of each site.
class WithoutAQuorum : public testing::TestWithParam<Session> {};

TEST_P(WithoutAQuorum, NoSecretsOfOneSite) {
  const Found found = Search(GetParam()).Run();
  EXPECT_GT(found.views, 1000u);
  EXPECT_FALSE(found.both_secrets);
}

INSTANTIATE_TEST_SUITE_P(Sessions, WithoutAQuorum,
                         testing::Values(Session{7, 4, 3, 0, 3, 1}, Session{8, 4, 3, 0, 3, 1},
                                         Session{8, 4, 4, 2, 3, 1}, Session{8, 6, 4, 0, 3, 1},
                                         Session{8, 6, 5, 1, 3, 1}, Session{8, 7, 5, 1, 3, 1},
                                         Session{9, 4, 3, 0, 4, 1}, Session{9, 8, 5, 0, 4, 1}));

// What the inequality is for: where 2t > k + c does not hold, single sites fall, even with every
// statement that the older design asked for.
class TooLowAThreshold : public testing::TestWithParam<Session> {};

TEST_P(TooLowAThreshold, GivesBothSecretsOfASite) {
  EXPECT_TRUE(Search(GetParam()).Run().both_secrets);
}

INSTANTIATE_TEST_SUITE_P(Sessions, TooLowAThreshold,
                         testing::Values(Session{7, 4, 2, 0, 3, 0}, Session{8, 6, 3, 0, 4, 0},
                                         Session{7, 6, 2, 0, 3, 0}));

}  // namespace
}  // namespace hansa::secagg_test
