#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "coordinator/app/connections.h"

namespace hansa::coordinator {
namespace {

using ::testing::ElementsAre;

TEST(Connections, ANewerOneTakesTheOldOnesPlace) {
  Connections connections(seconds(8));
  EXPECT_EQ(connections.Greeted("a", 1, Instant{}), std::nullopt);
  EXPECT_EQ(connections.Greeted("a", 1, Instant{}), std::nullopt);  // hello again
  EXPECT_EQ(connections.Greeted("a", 2, Instant{}), 1u);
  EXPECT_EQ(connections.PeerOf("a"), 2u);
  EXPECT_EQ(connections.Gone(1), std::nullopt);  // the old one's end says nothing of the site
  EXPECT_TRUE(connections.IsOn("a", 2));
  EXPECT_EQ(connections.Gone(2), "a");
  EXPECT_EQ(connections.PeerOf("a"), std::nullopt);
}

TEST(Connections, SilentAfterTheLongestSilence) {
  Connections connections(seconds(8));
  EXPECT_EQ(connections.NextWake(), std::nullopt);
  connections.Greeted("a", 1, Instant{});
  connections.Greeted("b", 2, Instant{});
  connections.Heard("b", Instant{} + seconds(3));
  connections.Heard("nobody", Instant{});
  EXPECT_EQ(connections.NextWake(), Instant{} + seconds(8));
  EXPECT_THAT(connections.Silent(Instant{} + seconds(8) - Duration(1)), testing::IsEmpty());
  EXPECT_THAT(connections.Silent(Instant{} + seconds(8)), ElementsAre("a"));
  EXPECT_THAT(connections.Silent(Instant{} + seconds(11)), ElementsAre("a", "b"));
}

// In whatever order they greet, are heard, go and come back.
TEST(Connections, TheLongestSilentIsTheNext) {
  Connections connections(seconds(8));
  const auto at = [](int s) { return Instant{} + seconds(s); };
  connections.Greeted("c", 3, at(0));
  connections.Greeted("a", 1, at(1));
  connections.Greeted("b", 2, at(2));
  connections.Heard("c", at(3));
  EXPECT_EQ(connections.NextWake(), at(9));  // a
  connections.Greeted("a", 7, at(4));
  EXPECT_EQ(connections.NextWake(), at(10));  // b
  connections.Remove("b");
  EXPECT_EQ(connections.NextWake(), at(11));  // c
  EXPECT_THAT(connections.Silent(at(12)), ElementsAre("a", "c"));
  EXPECT_EQ(connections.Gone(3), "c");
  EXPECT_THAT(connections.Silent(at(20)), ElementsAre("a"));
  connections.Remove("a");
  EXPECT_EQ(connections.NextWake(), std::nullopt);
}

}  // namespace
}  // namespace hansa::coordinator
