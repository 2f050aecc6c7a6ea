#include <gmock/gmock.h>

#include "tests/unit/job_text.h"

namespace hansa {
namespace {

using ::testing::HasSubstr;

std::string Fault(const std::string& line) { return JobFault(JobAdding("aggregation", line)); }

TEST(CheckAggregation, BoundsAreAboveZero) {
  EXPECT_THAT(Fault("clip_norm = 0"),
              HasSubstr("job.toml:15: aggregation.clip_norm must be above 0: it is 0"));
  EXPECT_THAT(Fault("clip_norm = -1"), HasSubstr("it is -1"));
  EXPECT_THAT(Fault("server_learning_rate = 0"), HasSubstr("must be above 0"));
  EXPECT_THAT(Fault("max_weight = 0"), HasSubstr("aggregation.max_weight is out of range"));
}

TEST(CheckAggregation, RingIs32Or64) {
  EXPECT_THAT(Fault("ring_bits = 16"), HasSubstr("must be 32 or 64: it is 16"));
  EXPECT_THAT(Fault("ring_bits = 0"), HasSubstr("must be 32 or 64: it is 0"));
  EXPECT_EQ(Fault("ring_bits = 32"), "accepted");
}

TEST(CheckAggregation, TheSumFitsTheRing) {
  EXPECT_THAT(Fault("ring_bits = 32\nmax_weight = 1000000"),
              HasSubstr("3 sites x weight 1000000 x 10 with 8 fraction bits do not fit below "
                        "2^31"));
}

}  // namespace
}  // namespace hansa
