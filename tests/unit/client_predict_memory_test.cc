#include <gmock/gmock.h>

#include "client/app/predict_memory.h"
#include "common/process/available_memory.h"

namespace hansa::client {
namespace {

using ::testing::HasSubstr;

TEST(PredictMemory, TakesThreeTimesTheModel) {
  EXPECT_TRUE(CheckMemoryFor(1000, 3000).ok());
  const Result<> refused = CheckMemoryFor(uint64_t{4} << 30, uint64_t{8} << 30);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, ErrorKind::kWorkFailed);
  EXPECT_THAT(refused.error().Text(), HasSubstr("too little memory"));
  EXPECT_FALSE(CheckMemoryFor(~uint64_t{0}, ~uint64_t{0}).ok());
}

TEST(PredictMemory, IsTriedWhereNobodyKnows) { EXPECT_TRUE(CheckMemoryFor(~uint64_t{0}, 0).ok()); }

TEST(PredictMemory, TheMachineSaysHowMuchItHas) { EXPECT_GT(AvailableMemory(), uint64_t{1} << 20); }

}  // namespace
}  // namespace hansa::client
