// Every way in which sites can fall away: the sum is the plain sum over U2 bit for bit, or the
// session fails by name, exactly when too few are left.

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "common/secagg/threshold.h"
#include "tests/support/secagg_loopback.h"

namespace hansa::secagg_test {
namespace {

using Steps = std::vector<int>;  // per site: the step that it does not take; kSteps: takes all

struct Expected {
  bool success = false;
  bool spent = false;
  std::vector<uint32_t> included;
};

std::vector<uint32_t> Reaching(const Steps& steps, int step) {
  std::vector<uint32_t> sites;
  for (uint32_t i = 0; i < steps.size(); ++i)
    if (steps[i] > step) sites.push_back(i);
  return sites;
}

// What must come out, from counting alone.
Expected Predict(const Steps& steps, uint32_t n_min) {
  Expected expected;
  const auto advertised = Reaching(steps, 0);
  if (advertised.size() < n_min) return expected;
  const size_t t = (advertised.size() - 1) / 2 + 1;
  const size_t needed = std::max<size_t>(n_min, t + 1);
  if (Reaching(steps, 1).size() < needed) return expected;
  expected.spent = true;
  expected.included = Reaching(steps, 2);
  if (expected.included.size() < needed || Reaching(steps, 3).size() < t + 1) return expected;
  const auto revealing = Reaching(steps, 4);
  expected.success = true;
  for (const uint32_t owner : Reaching(steps, 1)) {
    const auto own = std::count(revealing.begin(), revealing.end(), owner);
    if (revealing.size() - static_cast<size_t>(own) < t) expected.success = false;
  }
  return expected;
}

// How many masked inputs leave: none unless the session comes so far.
size_t Masked(const Steps& steps, uint32_t n_min) {
  return Predict(steps, n_min).spent ? Reaching(steps, 2).size() : 0;
}

// The first segment that left as it was: an empty answer is what must be seen.
std::string UnmaskedSegment(const Loopback& loopback, const Bytes& sent, const Bytes& plain) {
  if (sent.size() != plain.size()) return "another length";
  size_t begin = 0;
  for (const secagg::Segment& segment : loopback.Setup().segments) {
    const size_t end = begin + segment.length * loopback.options.ring_bits / 8;
    if (std::equal(sent.begin() + begin, sent.begin() + end, plain.begin() + begin))
      return segment.name;
    begin = end;
  }
  return begin == sent.size() ? "" : "segments that do not cover the vector";
}

void Check(const Steps& steps, bool announce, uint32_t ring_bits) {
  const auto n = static_cast<uint32_t>(steps.size());
  Loopback loopback({.sites = n, .smallest_cohort = 2, .ring_bits = ring_bits, .elements = 3});
  loopback.announce_leaving = announce;
  for (uint32_t i = 0; i < n; ++i)
    if (steps[i] < Loopback::kSteps) loopback.DropAt(i, static_cast<Loopback::Step>(steps[i]));
  loopback.Run();

  const Expected expected = Predict(steps, 2);
  SCOPED_TRACE(testing::PrintToString(steps));
  ASSERT_TRUE(loopback.outcome.has_value());
  ASSERT_EQ(loopback.succeeded(), expected.success) << loopback.failure();
  EXPECT_TRUE(loopback.faults.empty());
  EXPECT_TRUE(loopback.aborts.empty());
  ASSERT_EQ(loopback.masked.size(), Masked(steps, 2));
  for (const auto& [site, bytes] : loopback.masked)
    ASSERT_EQ(UnmaskedSegment(loopback, bytes, loopback.PlainBytes(site)), "") << "site " << site;
  if (expected.success) {
    ASSERT_EQ(loopback.Included(), expected.included);
    ASSERT_EQ(loopback.SessionSum(), loopback.PlainSum(expected.included));
  } else {
    const auto& failed = std::get<coordinator::SecAggFailed>(*loopback.outcome);
    EXPECT_FALSE(failed.reason.empty());
    EXPECT_EQ(failed.updates_may_be_spent, expected.spent);
  }
}

// All assignments of steps to n sites whose first site takes `first`.
void CheckAll(uint32_t n, int first, bool announce, uint32_t ring_bits) {
  Steps steps(n, 0);
  steps[0] = first;
  while (true) {
    Check(steps, announce, ring_bits);
    if (testing::Test::HasFatalFailure()) return;
    size_t i = 1;
    while (i < n && steps[i] == Loopback::kSteps) steps[i++] = 0;
    if (i == n) return;
    ++steps[i];
  }
}

TEST(SecAggDropout, EveryPatternOfTwoToFourSites) {
  for (uint32_t n = 2; n <= 4; ++n)
    for (int first = 0; first <= Loopback::kSteps; ++first) CheckAll(n, first, true, 32);
}

TEST(SecAggDropout, EveryPatternOfThreeSilentSites) {
  for (int first = 0; first <= Loopback::kSteps; ++first) CheckAll(3, first, false, 64);
}

// The check above does see an input, or one segment of it, that was not masked.
TEST(SecAggDropout, AnUnmaskedSegmentIsNoticed) {
  Loopback loopback({});
  loopback.Run();
  const Bytes plain = loopback.PlainBytes(1);
  EXPECT_EQ(UnmaskedSegment(loopback, plain, plain), "update");
  Bytes half = loopback.masked.at(1);
  EXPECT_EQ(UnmaskedSegment(loopback, half, plain), "");
  std::copy(plain.end() - 4, plain.end(), half.end() - 4);
  EXPECT_EQ(UnmaskedSegment(loopback, half, plain), "weight");
}

class FiveSites : public testing::TestWithParam<int> {};
TEST_P(FiveSites, EveryPattern) { CheckAll(5, GetParam(), true, 32); }
INSTANTIATE_TEST_SUITE_P(SecAggDropout, FiveSites, testing::Range(0, Loopback::kSteps + 1));

TEST(SecAggDropout, EverySubsetOfSixSitesAtEveryStep) {
  for (int step = 0; step < Loopback::kSteps; ++step) {
    for (uint32_t subset = 0; subset < 64; ++subset) {
      Steps steps(6, Loopback::kSteps);
      for (uint32_t i = 0; i < 6; ++i)
        if (subset >> i & 1) steps[i] = step;
      Check(steps, subset % 2 == 0, step % 2 == 0 ? 32 : 64);
      if (testing::Test::HasFatalFailure()) return;
    }
  }
}

// Six sites, every pattern up to the names of the sites: which site does what is drawn.
TEST(SecAggDropout, EveryPatternOfSixSites) {
  std::mt19937 order(6);
  Steps steps(6, 0);
  while (true) {
    Steps shuffled = steps;
    std::shuffle(shuffled.begin(), shuffled.end(), order);
    Check(shuffled, true, 32);
    if (testing::Test::HasFatalFailure()) return;
    // The next multiset: never descending.
    size_t i = 6;
    while (i > 0 && steps[i - 1] == Loopback::kSteps) --i;
    if (i == 0) return;
    std::fill(steps.begin() + static_cast<std::ptrdiff_t>(i) - 1, steps.end(), steps[i - 1] + 1);
  }
}

TEST(SecAggDropout, ManySitesWithATenthGone) {
  Loopback loopback({.sites = 20, .smallest_cohort = 10, .colluders = 2, .elements = 5000});
  loopback.DropAt(3, Loopback::Step::kMaskedInput);
  loopback.DropAt(17, Loopback::Step::kMaskedInput);
  loopback.Run();
  ASSERT_TRUE(loopback.succeeded()) << loopback.failure();
  EXPECT_EQ(loopback.Included().size(), 18u);
  EXPECT_EQ(loopback.SessionSum(), loopback.PlainSum(loopback.Included()));
}

}  // namespace
}  // namespace hansa::secagg_test
