#include <gtest/gtest.h>

#include <string>

#include "common/model/model_name.h"

namespace hansa {
namespace {

TEST(IsModelName, IsSafeAsAPathComponent) {
  for (const char* name : {"a", "wind-power", "2nn", "0"}) EXPECT_TRUE(IsModelName(name)) << name;
  for (const char* name : {"", ".", "..", "-a", "a/b", "A", "a_b", "a b", "a\n"})
    EXPECT_FALSE(IsModelName(name)) << name;
  EXPECT_FALSE(IsModelName(std::string_view("a\0b", 3)));
  EXPECT_TRUE(IsModelName(std::string(63, 'a')));
  EXPECT_FALSE(IsModelName(std::string(64, 'a')));
}

}  // namespace
}  // namespace hansa
