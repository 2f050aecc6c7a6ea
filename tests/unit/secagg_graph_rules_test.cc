#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "common/base/text.h"
#include "common/secagg/graph_rules.h"

namespace hansa::secagg {
namespace {

Risks RisksOf(uint32_t sites, uint32_t collude_percent, uint32_t drop_percent) {
  return {sites, sites * collude_percent / 100, sites * drop_percent / 100};
}

ThresholdRule SemiHonest(const Risks& risks) {
  return [risks](uint32_t k) { return SemiHonestThreshold(risks, k); };
}
ThresholdRule Malicious(const Risks& risks) {
  return [risks](uint32_t k) { return MaliciousThreshold(risks, k); };
}
// The published rule for a server that lies about who is there, but not about keys and graph: not
// one of ours, and a known answer for what ours are made of.
ThresholdRule SemiMalicious(const Risks& risks) {
  return [risks](uint32_t k) -> std::optional<uint32_t> {
    if (!SemiHonestThreshold(risks, k)) return std::nullopt;
    return std::max(2u, (CorruptBound(risks, k, 41) + k) / 2 + 1);
  };
}

struct Row {
  uint32_t sites, k, t;
};
struct Published {
  uint32_t collude_percent, drop_percent;
  std::vector<Row> rows;
};

void ExpectRows(const std::vector<Published>& table, ThresholdRule (*rule)(const Risks&),
                bool threshold_is_exact) {
  for (const Published& at : table)
    for (const Row& row : at.rows) {
      SCOPED_TRACE(StrCat(row.sites, " sites, ", at.collude_percent, " % collude, ",
                          at.drop_percent, " % drop"));
      const Risks risks = RisksOf(row.sites, at.collude_percent, at.drop_percent);
      const auto found = FindRing(risks, rule(risks));
      ASSERT_TRUE(found);
      EXPECT_EQ(found->neighbours, row.k);
      EXPECT_LE(found->threshold, row.t);
      if (threshold_is_exact) {
        EXPECT_EQ(found->threshold, row.t);
      }
    }
}

// The finder of google-parfait/federated-compute, its own test: k is equal, t an upper bound.
TEST(GraphRules, ThePublishedFindersRowsForACuriousServer) {
  ExpectRows({{45, 45, {{100, 92, 46}, {1000, 822, 417}, {10000, 3494, 1771}}},
              {33, 33, {{10, 8, 4}, {100, 68, 34}, {1000, 286, 150}, {10000, 422, 221}}},
              {5, 33, {{10, 4, 2}, {100, 28, 6}, {1000, 72, 24}, {10000, 86, 29}}},
              {33, 5, {{10, 4, 4}, {100, 34, 29}, {1000, 78, 60}, {10000, 92, 70}}},
              {5, 5, {{10, 2, 2}, {100, 12, 6}, {1000, 30, 17}, {10000, 34, 20}}},
              {33, 0, {{10, 4, 4}, {100, 26, 25}, {1000, 38, 36}, {10000, 42, 40}}},
              {0, 33, {{10, 4, 2}, {100, 26, 2}, {1000, 38, 2}, {10000, 42, 2}}},
              {0, 0, {{10, 2, 2}, {100, 2, 2}, {1000, 2, 2}, {10000, 2, 2}}}},
             SemiHonest, false);
}

TEST(GraphRules, ThePublishedFindersRowsForASemiMaliciousServer) {
  ExpectRows({{30, 30, {{100, 92, 62}, {1000, 872, 584}}},
              {5, 33, {{10, 8, 5}, {100, 72, 39}, {1000, 398, 223}, {10000, 746, 420}}},
              {33, 5, {{10, 4, 4}, {100, 42, 37}, {1000, 132, 109}, {10000, 178, 146}}},
              {5, 5, {{10, 2, 2}, {100, 16, 11}, {1000, 52, 37}, {10000, 62, 44}}},
              {33, 0, {{10, 4, 4}, {100, 26, 26}, {1000, 38, 37}, {10000, 42, 41}}},
              {0, 33, {{10, 8, 5}, {100, 68, 35}, {1000, 228, 115}, {10000, 326, 164}}},
              {0, 0, {{10, 2, 2}, {100, 2, 2}, {1000, 2, 2}, {10000, 2, 2}}}},
             SemiMalicious, false);
}

// Both tables of docs/protocol/secure-aggregation.md, computed apart from this code. What suits is
// not one range of k (558 neighbours suit a thousand sites, 560 do not), so the smallest is found
// by looking at all.
TEST(GraphRules, TheTableOfTheMaliciousProfile) {
  ExpectRows({{5,
               5,
               {{100, 22, 17},
                {200, 42, 32},
                {500, 70, 54},
                {1000, 80, 62},
                {3000, 90, 69},
                {10000, 98, 75}}},
              {5,
               10,
               {{100, 32, 22},
                {200, 56, 39},
                {500, 96, 69},
                {1000, 114, 82},
                {3000, 130, 93},
                {10000, 142, 101}}},
              {5,
               30,
               {{100, 72, 42},
                {200, 134, 78},
                {500, 276, 164},
                {1000, 414, 247},
                {3000, 588, 349},
                {10000, 706, 418}}},
              {10,
               5,
               {{100, 32, 27},
                {200, 60, 50},
                {500, 88, 71},
                {1000, 100, 80},
                {3000, 116, 92},
                {10000, 124, 98}}},
              {10,
               10,
               {{100, 42, 32},
                {200, 80, 61},
                {500, 124, 93},
                {1000, 146, 109},
                {3000, 170, 126},
                {10000, 184, 136}}},
              {10,
               30,
               {{100, 82, 52},
                {200, 162, 102},
                {500, 362, 228},
                {1000, 558, 348},
                {3000, 870, 538},
                {10000, 1098, 676}}},
              {20,
               10,
               {{100, 62, 52},
                {200, 110, 90},
                {500, 178, 141},
                {1000, 218, 171},
                {3000, 262, 204},
                {10000, 288, 223}}}},
             Malicious, true);
}

TEST(GraphRules, TheTableOfTheSemiHonestProfile) {
  ExpectRows({{5, 5, {{100, 12, 6}, {1000, 30, 17}, {10000, 34, 20}}},
              {5, 10, {{100, 16, 6}, {1000, 36, 19}, {10000, 42, 22}}},
              {5, 30, {{100, 26, 6}, {1000, 66, 23}, {10000, 80, 29}}}},
             SemiHonest, true);
}

// What a threshold is for, whatever the numbers: 2t > k + c, t > k/2 + c_out, and nothing less
// does.
TEST(GraphRules, AMaliciousThresholdIsTheLeastThatKeepsBothInequalities) {
  for (uint32_t sites : {30u, 100u, 700u})
    for (uint32_t colluders : {0u, 1u, sites / 20, sites / 5})
      for (uint32_t k = 2; k < std::min(sites, 90u); k += 8) {
        const Risks risks{sites, colluders, 0};
        const uint32_t c = CorruptBound(risks, k, 105);
        EXPECT_LE(c, std::min(k, colluders));
        const auto t = MaliciousThreshold(risks, k);
        if (!t) continue;
        EXPECT_GT(2 * *t, k + c);
        EXPECT_GT(*t, k / 2);
        EXPECT_GE(*t, c + 1);
      }
}

TEST(GraphRules, NoRingIsFoundWhereTooManyColludeOrDrop) {
  for (const Risks& risks : {Risks{50, 20, 5}, Risks{100, 30, 40}, Risks{20, 5, 5}}) {
    EXPECT_FALSE(FindRing(risks, Malicious(risks)));
  }
  EXPECT_FALSE(FindRing({3, 0, 0}, [](uint32_t) { return std::nullopt; }));
}

}  // namespace
}  // namespace hansa::secagg
