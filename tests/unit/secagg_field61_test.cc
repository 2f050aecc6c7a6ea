#include <gtest/gtest.h>

#include "common/secagg/field61.h"

namespace hansa::secagg {
namespace {

constexpr Field61 kLast = kFieldPrime - 1;

TEST(Field61, Wraps) {
  EXPECT_EQ(FieldAdd(kLast, 1), 0u);
  EXPECT_EQ(FieldAdd(kLast, kLast), kLast - 1);
  EXPECT_EQ(FieldSubtract(0, 1), kLast);
  EXPECT_EQ(FieldSubtract(5, 5), 0u);
  EXPECT_EQ(FieldMultiply(kLast, kLast), 1u);  // (-1)^2
  EXPECT_EQ(FieldMultiply(uint64_t{1} << 60, 2), 1u);
}

// Computed apart: python3 -c 'print(pow(3, 10**18, 2**61-1))', and a product.
TEST(Field61, KnownAnswers) {
  EXPECT_EQ(FieldMultiply(0x123456789abcdef, 0xfedcba987654321), 194897821954081904u);
  Field61 power = 1, base = 3;
  for (uint64_t e = 1000000000000000000; e != 0; e >>= 1) {
    if (e & 1) power = FieldMultiply(power, base);
    base = FieldMultiply(base, base);
  }
  EXPECT_EQ(power, 1990325404628017161u);
}

TEST(Field61, Inverse) {
  for (const Field61 a : {Field61{1}, Field61{2}, Field61{12345678901234567}, kLast})
    EXPECT_EQ(FieldMultiply(a, FieldInverse(a)), 1u);
  EXPECT_EQ(FieldInverse(0), 0u);
}

}  // namespace
}  // namespace hansa::secagg
