#include <gtest/gtest.h>

#include "client/core/liveness.h"

namespace hansa::client {
namespace {

constexpr Instant kStart{};

TEST(Liveness, BeatsAtItsIntervalAndMakesNothingUp) {
  Liveness liveness(seconds(2), kStart);
  EXPECT_EQ(liveness.NextWake(), kStart + seconds(2));
  EXPECT_EQ(liveness.BeatDue(kStart + seconds(1)), 0u);
  EXPECT_EQ(liveness.BeatDue(kStart + seconds(2)), 1u);
  EXPECT_EQ(liveness.BeatDue(kStart + seconds(2)), 0u);
  EXPECT_EQ(liveness.BeatDue(kStart + seconds(60)), 2u);
  EXPECT_EQ(liveness.BeatDue(kStart + seconds(61)), 0u);
}

TEST(Liveness, SilentAfterFourIntervals) {
  Liveness liveness(seconds(2), kStart);
  EXPECT_FALSE(liveness.Silent(kStart + seconds(8) - Duration(1)));
  EXPECT_TRUE(liveness.Silent(kStart + seconds(8)));
  liveness.Heard(kStart + seconds(7));
  EXPECT_FALSE(liveness.Silent(kStart + seconds(8)));
  EXPECT_EQ(liveness.silence(kStart + seconds(8)), seconds(1));
  liveness.BeatDue(kStart + seconds(14));
  EXPECT_EQ(liveness.NextWake(), kStart + seconds(15)) << "silence, before the next beat";
}

}  // namespace
}  // namespace hansa::client
