// Sessions that are opened while their sites are still at work: keys and shares are exchanged, U1
// waits for who is ready, and the sum is the plain sum over those.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "tests/support/secagg_loopback.h"

namespace hansa::secagg_test {
namespace {

using Sites = std::vector<uint32_t>;

Sites Upto(uint32_t count) {
  Sites sites(count);
  std::iota(sites.begin(), sites.end(), 0U);
  return sites;
}

// Nobody is ready, and the coordinator has opened the session.
void Open(Loopback& loopback) {
  const Sites all = Upto(loopback.options.sites);
  loopback.at_work = {all.begin(), all.end()};
  loopback.Open();
}

size_t MaskedInputs(const Loopback& loopback) { return loopback.masked.size(); }

void Finish(Loopback& loopback) {
  for (int ticks = 0; ticks < 20;) {
    if (loopback.DeliverOne()) continue;
    if (loopback.outcome) return;
    loopback.now = std::max(loopback.now, loopback.server->NextWake().value());
    loopback.Tick();
    ++ticks;
  }
}

void ExpectSumOver(const Loopback& loopback, const Sites& sites) {
  ASSERT_TRUE(loopback.succeeded()) << loopback.failure();
  EXPECT_TRUE(loopback.faults.empty()) << loopback.faults.front().name;
  EXPECT_TRUE(loopback.aborts.empty()) << loopback.aborts.begin()->second;
  EXPECT_EQ(loopback.Included(), sites);
  EXPECT_EQ(loopback.SessionSum(), loopback.PlainSum(sites));
}

TEST(PreparedSession, WaitsWithTheSharesUntilItIsBound) {
  Loopback loopback({.sites = 5, .prepared = true});
  Open(loopback);
  while (loopback.DeliverOne()) {
  }
  EXPECT_FALSE(loopback.server->NextWake()) << "it waits for something";
  loopback.now += std::chrono::hours(1);
  loopback.Tick();
  EXPECT_FALSE(loopback.outcome);
  EXPECT_EQ(MaskedInputs(loopback), 0u);
  EXPECT_TRUE(loopback.dropped.empty());
  ASSERT_TRUE(loopback.CanBind(Upto(5)));
  loopback.Bind(Upto(5));
  Finish(loopback);
  ExpectSumOver(loopback, Upto(5));
}

// Wherever the session is when the sites are ready. n = 10, t = 5: of four that it can lose two may
// be missing before the first input is asked for.
TEST(PreparedSession, IsBoundAtAnyTime) {
  for (size_t at = 0; at < 45; ++at)
    for (const uint32_t ready : {8U, 10U}) {
      SCOPED_TRACE(::testing::Message() << at << " messages, " << ready << " ready");
      Loopback loopback({.sites = 10, .prepared = true});
      Open(loopback);
      for (size_t message = 0; message < at; ++message) loopback.DeliverOne();
      ASSERT_TRUE(loopback.CanBind(Upto(ready)));
      loopback.Bind(Upto(ready));
      Finish(loopback);
      ExpectSumOver(loopback, Upto(ready));
    }
}

TEST(PreparedSession, DoesNotDoWhenTooManyAreMissing) {
  Loopback loopback({.sites = 10, .prepared = true});
  Open(loopback);
  while (loopback.DeliverOne()) {
  }
  EXPECT_TRUE(loopback.CanBind(Upto(8)));
  EXPECT_FALSE(loopback.CanBind(Upto(7)));
  EXPECT_FALSE(loopback.CanBind(Upto(3)));
}

TEST(PreparedSession, DoesNotDoForASiteThatIsNotInIt) {
  for (const auto step : {Loopback::Step::kAdvertise, Loopback::Step::kShares}) {
    Loopback loopback({.sites = 10, .prepared = true});
    loopback.announce_leaving = step == Loopback::Step::kShares;
    loopback.DropAt(9, step);
    Open(loopback);
    while (loopback.DeliverOne()) {
    }
    if (const auto wake = loopback.server->NextWake()) {
      loopback.now = *wake;
      loopback.Tick();
      while (loopback.DeliverOne()) {
      }
    }
    EXPECT_FALSE(loopback.CanBind(Upto(10)));
    ASSERT_TRUE(loopback.CanBind(Upto(9)));
    loopback.Bind(Upto(9));
    Finish(loopback);
    ExpectSumOver(loopback, Upto(9));
  }
}

// Half of the dropouts that the ring bears, and t neighbours for each.
TEST(PreparedSession, OnARing) {
  for (const auto profile : {secagg::Profile::kSemiHonest, secagg::Profile::kMalicious}) {
    Loopback loopback({.sites = 40, .profile = profile, .dropout_permille = 200, .prepared = true});
    Open(loopback);
    while (loopback.DeliverOne()) {
    }
    EXPECT_FALSE(loopback.CanBind(Upto(35)));
    ASSERT_TRUE(loopback.CanBind(Upto(37)));
    loopback.Bind(Upto(37));
    Finish(loopback);
    ExpectSumOver(loopback, Upto(37));
  }
}

TEST(PreparedSession, WithTooFewSitesEndsUnspent) {
  Loopback loopback({.sites = 4, .prepared = true});
  for (const uint32_t site : {0U, 1U}) loopback.DropAt(site, Loopback::Step::kShares);
  Open(loopback);
  while (loopback.DeliverOne()) {
  }
  ASSERT_TRUE(loopback.outcome);
  EXPECT_FALSE(loopback.CanBind({2, 3}));
  EXPECT_FALSE(std::get<coordinator::SecAggFailed>(*loopback.outcome).updates_may_be_spent);
}

// A new process knows what was said, and who was ready; nobody else comes into the sum.
TEST(PreparedSession, BoundGoesOnInANewProcess) {
  for (size_t at = 0; at < 60; ++at) {
    SCOPED_TRACE(at);
    Loopback loopback({.sites = 6, .prepared = true});
    Open(loopback);
    for (size_t message = 0; message < 9; ++message) loopback.DeliverOne();
    loopback.Bind(Upto(5));
    for (size_t message = 0; message < at && !loopback.outcome; ++message) loopback.DeliverOne();
    if (!loopback.outcome) {
      loopback.RestartCoordinator();
      loopback.Bind(Upto(5));
    }
    Finish(loopback);
    ExpectSumOver(loopback, Upto(5));
  }
}

}  // namespace
}  // namespace hansa::secagg_test
