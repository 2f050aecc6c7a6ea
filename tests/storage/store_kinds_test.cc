// The kinds of store that the suite runs over.

#include "tests/storage/store_test.h"

namespace hansa::coordinator {
namespace {

INSTANTIATE_TEST_SUITE_P(Kinds, StoreTest, testing::ValuesIn(StoreKinds()),
                         [](const auto& kind) { return kind.param.name; });

TEST_P(StoreTest, ANewOneIsEmpty) {
  EXPECT_TRUE(store_->Sites()->empty());
  EXPECT_TRUE(store_->Jobs()->empty());
  EXPECT_TRUE(store_->Versions()->empty());
  EXPECT_EQ(*store_->LastSessionNumber(), 0u);
  EXPECT_TRUE(store_->Rounds()->empty());
  EXPECT_TRUE(store_->SessionSteps("job")->empty());
  EXPECT_TRUE(store_->Events("job")->empty());
}

}  // namespace
}  // namespace hansa::coordinator
