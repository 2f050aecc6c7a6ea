#include <gtest/gtest.h>

#include "common/base/result.h"

namespace hansa {
namespace {

Result<int> Half(int n) {
  if (n % 2 != 0) return BadInput("odd", "it is 3", "Use an even number");
  return n / 2;
}
Result<int> Quarter(int n) { return HANSA_TRY(Half(HANSA_TRY(Half(n)))); }

TEST(Result, TryPassesValuesAndErrorsOn) {
  EXPECT_EQ(*Quarter(8), 2);
  ASSERT_FALSE(Quarter(6).ok());
  EXPECT_EQ(Quarter(6).error().Text(), "odd: it is 3. Use an even number");
  EXPECT_EQ(Quarter(6).error().exit_code(), 3);
}

TEST(Result, ContextComesFirst) {
  EXPECT_EQ(Half(1).WithContext("reading x").error().what, "reading x: odd");
  EXPECT_EQ(*Half(4).WithContext("reading x"), 2);
}

TEST(Result, AskingAnErrorForItsValueEndsTheProcessAsOurBug) {
  EXPECT_EXIT((void)Half(1).value(), ::testing::ExitedWithCode(70), "internal error");
}

}  // namespace
}  // namespace hansa
