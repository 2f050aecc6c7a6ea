#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "common/picture/axis.h"

namespace hansa::picture {
namespace {

using ::testing::DoubleEq;
using ::testing::ElementsAre;

TEST(Axis, ItsNumbersAreRound) {
  EXPECT_THAT(RoundAxis(13, 87, 0, 100, 5).ticks, ElementsAre(0, 20, 40, 60, 80, 100));
  EXPECT_THAT(TightAxis(13, 87, 0, 100, 5).ticks, ElementsAre(20, 40, 60, 80));
  EXPECT_THAT(LogAxis(0.02, 30, 0, 100).ticks,
              ElementsAre(DoubleEq(0.01), DoubleEq(0.1), DoubleEq(1), DoubleEq(10), DoubleEq(100)));
}

TEST(Axis, OfDecadesHasRoundNumbersAndKeepsItsEnds) {
  const auto ticks = [](double low, double high) {
    return TightLogAxis(low, high, 0, 100, 7).ticks;
  };
  EXPECT_THAT(ticks(0.7, 15), ElementsAre(DoubleEq(1), DoubleEq(2), DoubleEq(5), DoubleEq(10)));
  EXPECT_THAT(ticks(0.025, 1.8), ElementsAre(DoubleEq(0.05), DoubleEq(0.1), DoubleEq(0.2),
                                             DoubleEq(0.5), DoubleEq(1)));
  EXPECT_THAT(ticks(0.004, 1.8), ElementsAre(DoubleEq(0.01), DoubleEq(0.03), DoubleEq(0.1),
                                             DoubleEq(0.3), DoubleEq(1)));
  EXPECT_THAT(ticks(2e-4, 5), ElementsAre(DoubleEq(1e-3), DoubleEq(0.01), DoubleEq(0.1), 1));
  EXPECT_THAT(ticks(1e-9, 5), ElementsAre(DoubleEq(1e-9), DoubleEq(1e-7), DoubleEq(1e-5),
                                          DoubleEq(1e-3), DoubleEq(0.1)));
  EXPECT_THAT(ticks(2.2, 6.5), ElementsAre(3, 4, 5, 6));
  const Axis axis = TightLogAxis(0.5, 50, 0, 100, 7);
  EXPECT_DOUBLE_EQ(axis.At(0.5), 0);
  EXPECT_DOUBLE_EQ(axis.At(5), 50);
  EXPECT_DOUBLE_EQ(axis.At(50), 100);
}

TEST(Axis, CountsHaveWholeNumbers) {
  EXPECT_THAT(CountAxis(1, 1, 0, 100, 6).ticks, ElementsAre(1));
  EXPECT_THAT(CountAxis(1, 4, 0, 100, 6).ticks, ElementsAre(1, 2, 3, 4));
  EXPECT_DOUBLE_EQ(CountAxis(1, 1, 0, 100, 6).At(1), 50);
}

TEST(Axis, PlacesValuesBetweenItsEnds) {
  const Axis axis = RoundAxis(0, 10, 200, 100, 5);
  EXPECT_DOUBLE_EQ(axis.At(0), 200);
  EXPECT_DOUBLE_EQ(axis.At(10), 100);
  EXPECT_DOUBLE_EQ(axis.At(2.5), 175);
  EXPECT_DOUBLE_EQ(LogAxis(1, 100, 0, 50).At(10), 25);
}

RC_GTEST_PROP(Axis, HoldsWhateverItIsGiven, (double a, double b)) {
  const double low = std::min(a, b), high = std::max(a, b);
  const Axis round = RoundAxis(low, high, 0, 100, 5);
  RC_ASSERT(round.low <= low);
  RC_ASSERT(round.high >= high);
  for (const Axis& axis : {round, TightAxis(low, high, 0, 100, 6)}) {
    RC_ASSERT(axis.low < axis.high);
    RC_ASSERT(axis.ticks.size() <= 20u);
    RC_ASSERT(axis.At(low) >= -0.01);
    RC_ASSERT(axis.At(high) <= 100.01);
    for (double tick : axis.ticks) RC_ASSERT(axis.At(tick) >= -1 && axis.At(tick) <= 101);
  }
}

TEST(Axis, OneValueIsInTheMiddleOfIt) {
  for (double value : {0.0, 5.0, -3e-7, 1e12}) {
    const Axis axis = TightAxis(value, value, 0, 100, 5);
    EXPECT_LT(axis.low, axis.high);
    EXPECT_GE(axis.At(value), 0);
    EXPECT_LE(axis.At(value), 100);
  }
  const Axis axis = TightLogAxis(1e-9, 1e-9, 0, 100, 5);
  EXPECT_GT(axis.low, 0);
  EXPECT_GE(axis.At(1e-9), 0);
  EXPECT_LE(axis.At(1e-9), 100);
}

}  // namespace
}  // namespace hansa::picture
