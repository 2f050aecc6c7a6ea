#include <gtest/gtest.h>

#include "common/picture/numbers.h"

namespace hansa::picture {
namespace {

TEST(Numbers, AreShort) {
  EXPECT_EQ(ShortNumber(0), "0");
  EXPECT_EQ(ShortNumber(2050), "2050");
  EXPECT_EQ(ShortNumber(123456.7), "123457");
  EXPECT_EQ(ShortNumber(67.4999), "67.5");
  EXPECT_EQ(ShortNumber(-0.01234567), "-0.01235");
  EXPECT_EQ(ShortNumber(0.0000123), "1.23e-05");
  EXPECT_EQ(ShortNumber(3e9), "3e+09");
}

TEST(Numbers, PixelsHaveATenth) {
  EXPECT_EQ(Pixels(12), "12");
  EXPECT_EQ(Pixels(12.34), "12.3");
  EXPECT_EQ(Pixels(-0.01), "0");
}

TEST(Numbers, SecondsAreForPeople) {
  EXPECT_EQ(HumanSeconds(0.1234), "0.12 s");
  EXPECT_EQ(HumanSeconds(48.25), "48.2 s");
  EXPECT_EQ(HumanSeconds(250), "4 min 10 s");
  EXPECT_EQ(HumanSeconds(7500), "2 h 5 min");
}

}  // namespace
}  // namespace hansa::picture
