#include <gtest/gtest.h>

#include "common/base/limits.h"
#include "coordinator/app/peer_budget.h"

namespace hansa::coordinator {
namespace {

constexpr const char* kSite = "site:00112233445566aa";
constexpr const char* kOther = "site:00112233445566bb";
constexpr Instant kStart{std::chrono::hours(1)};
constexpr auto kOut = seconds(limits::kExpulsionSeconds);

TEST(PeerBudget, WhatAnHonestSiteSendsIsWithinIt) {
  PeerBudget budget;
  Instant now = kStart;
  for (int second = 0; second < 120; ++second, now += seconds(1)) {
    for (int i = 0; i < 500; ++i) ASSERT_TRUE(budget.TakeMessage(kSite, 2000, now));
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(budget.TakeMessage(kSite, limits::kFrameBytes, now));
    ASSERT_TRUE(second % 30 != 0 || budget.TakeGreeting(kSite, now));
    ASSERT_TRUE(second % 2 != 0 || budget.TakeFault(kSite, now));
  }
  EXPECT_FALSE(budget.IsOut(kSite, now));
}

TEST(PeerBudget, AFloodIsOutForAWhileAndOthersAreNot) {
  PeerBudget budget;
  size_t taken = 0;
  while (budget.TakeMessage(kSite, 10, kStart)) ++taken;
  EXPECT_EQ(taken, static_cast<size_t>(limits::kMessagesAtOnce));
  EXPECT_EQ(budget.counters().messages, 1u);
  EXPECT_FALSE(budget.TakeMessage(kSite, 10, kStart + kOut - milliseconds(1)));
  EXPECT_TRUE(budget.IsOut(kSite, kStart + kOut - milliseconds(1)));
  EXPECT_FALSE(budget.IsOut(kOther, kStart));
  EXPECT_TRUE(budget.TakeMessage(kOther, 10, kStart));
  EXPECT_FALSE(budget.IsOut(kSite, kStart + kOut));
  EXPECT_TRUE(budget.TakeMessage(kSite, 10, kStart + kOut));
  EXPECT_EQ(budget.counters().messages, 1u);  // once for the whole time that it was out
}

TEST(PeerBudget, EachThingHasItsOwnCounter) {
  PeerBudget budget;
  while (budget.TakeMessage("site:a", limits::kFrameBytes, kStart)) {
  }
  while (budget.TakeGreeting("site:b", kStart)) {
  }
  while (budget.TakeFault("site:c", kStart)) {
  }
  EXPECT_EQ(budget.counters().messages, 0u);
  EXPECT_EQ(budget.counters().bytes, 1u);
  EXPECT_EQ(budget.counters().greetings, 1u);
  EXPECT_EQ(budget.counters().faults, 1u);
}

TEST(PeerBudget, AnUnknownUserIsNotOut) { EXPECT_FALSE(PeerBudget().IsOut(kSite, kStart)); }

}  // namespace
}  // namespace hansa::coordinator
