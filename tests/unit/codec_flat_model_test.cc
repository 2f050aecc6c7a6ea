#include <gtest/gtest.h>

#include "common/codec/flat_model.h"

namespace hansa {
namespace {

TEST(ModelLayout, IsEmptyAtFirst) { EXPECT_EQ(ModelLayout().elements(), 0u); }

TEST(ModelLayout, LaysTensorsOneBehindTheOther) {
  ModelLayout layout;
  layout.Add("a", {2, 3});
  layout.Add("scalar", {});
  layout.Add("empty", {0, 7});
  layout.Add("b", {4});
  ASSERT_EQ(layout.tensors.size(), 4u);
  EXPECT_EQ(layout.tensors[1].offset, 6u);
  EXPECT_EQ(layout.tensors[2].offset, 7u);
  EXPECT_EQ(layout.tensors[3].offset, 7u);
  EXPECT_EQ(layout.elements(), 11u);
}

}  // namespace
}  // namespace hansa
