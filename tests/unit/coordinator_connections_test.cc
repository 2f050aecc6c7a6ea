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

}  // namespace
}  // namespace hansa::coordinator
