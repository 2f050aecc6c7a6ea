#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "common/job/requires.h"

namespace hansa {
namespace {

TEST(FirstNotUnderstood, IsTheFirstOneUnknown) {
  const std::array<std::string_view, 2> understood = {"a", "b"};
  EXPECT_EQ(FirstNotUnderstood(std::vector<std::string>{"b", "a"}, understood), "");
  EXPECT_EQ(FirstNotUnderstood(std::vector<std::string>{"a", "c", "d"}, understood), "c");
  EXPECT_EQ(FirstNotUnderstood({}, understood), "");
}

}  // namespace
}  // namespace hansa
