#include <gtest/gtest.h>

#include <cmath>

#include "common/crypto/natural.h"

namespace hansa::crypto {
namespace {

TEST(Natural, FactorialsUpAndDown) {
  Natural number(1);
  for (uint64_t i = 2; i <= 300; ++i) number *= i;  // 615 digits
  Natural larger = number;
  larger += Natural(1);
  EXPECT_LT(number, larger);
  for (uint64_t i = 300; i >= 2; --i) number.DivideExactly(i);
  EXPECT_EQ(number, Natural(1));
}

TEST(Natural, APowerOfTwoByShiftingOrMultiplying) {
  Natural shifted(1), multiplied(1);
  shifted <<= 1000;
  for (int i = 0; i < 5; ++i) {
    Natural part(1);
    multiplied *= part <<= 200;
  }
  EXPECT_EQ(shifted, multiplied);
}

TEST(Natural, FractionsAreExactWhereADoubleIs) {
  EXPECT_EQ(Natural(3).Over(Natural(4)), 0.75);
  EXPECT_EQ(Natural(7).Over(Natural(2)), 3.5);
  EXPECT_EQ(Natural(0).Over(Natural(9)), 0);
  Natural huge(1), small(3);
  huge <<= 900;
  EXPECT_EQ(small.Over(huge), std::ldexp(3.0, -900));
  EXPECT_EQ(huge.Over(small), std::ldexp(1.0, 900) / 3);
}

TEST(Natural, CopiesAreTheirOwn) {
  Natural one(5);
  const Natural other = one;
  one *= 2;
  EXPECT_EQ(other, Natural(5));
  EXPECT_EQ(one, Natural(10));
}

}  // namespace
}  // namespace hansa::crypto
