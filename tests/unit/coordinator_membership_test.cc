#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "coordinator/core/membership.h"

namespace hansa::coordinator {
namespace {

using ::testing::ElementsAre;

TEST(Membership, OnlyEnrolledSitesConnect) {
  Membership fleet;
  EXPECT_FALSE(fleet.Connect("a", "test", 5));
  fleet.Enrol("b", "bob");
  fleet.Enrol("a", "");
  EXPECT_TRUE(fleet.Connect("b", "test 1", 5));
  EXPECT_TRUE(fleet.Connect("a", "test 2", 6));
  EXPECT_THAT(fleet.Connected(), ElementsAre("a", "b"));
  EXPECT_THAT(fleet.NamesOf({"b", "a", "x"}), ElementsAre("bob", "a", "x"));
  EXPECT_EQ(fleet.Find("b")->last_seen, 5);
  fleet.Seen("b", 9);
  EXPECT_EQ(fleet.Find("b")->last_seen, 9);
  fleet.Disconnect("b");
  EXPECT_FALSE(fleet.IsConnected("b"));
  EXPECT_EQ(fleet.Find("x"), nullptr);
}

TEST(Membership, RevokedIsForGood) {
  Membership fleet;
  fleet.Enrol("a", "alice");
  fleet.Connect("a", "test", 1);
  fleet.Revoke("a");
  EXPECT_FALSE(fleet.IsConnected("a"));
  EXPECT_FALSE(fleet.Connect("a", "test", 2));
  fleet.Enrol("a", "alice");  // as at a restart
  EXPECT_FALSE(fleet.Connect("a", "test", 3));
  fleet.Revoke("nobody");
  EXPECT_EQ(fleet.members().size(), 1u);
}

TEST(Membership, FaultsAreCountedUnderABoundedNumberOfNames) {
  Membership fleet;
  fleet.Enrol("a", "alice");
  for (int i = 0; i < 100; ++i) fleet.CountFault("a", "fault-" + std::to_string(i));
  fleet.CountFault("a", "fault-0");
  fleet.CountFault("nobody", "fault-0");
  const auto& faults = fleet.Find("a")->faults;
  EXPECT_EQ(faults.size(), Membership::kFaultNames + 1);  // and "other"
  EXPECT_EQ(faults.at("fault-0"), 2u);
  EXPECT_EQ(faults.at("other"), 100 - Membership::kFaultNames);
}

}  // namespace
}  // namespace hansa::coordinator
