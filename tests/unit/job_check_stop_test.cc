#include <gmock/gmock.h>

#include "common/base/text.h"
#include "tests/unit/job_text.h"

namespace hansa {
namespace {

using ::testing::HasSubstr;

std::string Stop(const std::string& lines) { return StrCat(kSmallJob, "[stop]\n", lines, "\n"); }

TEST(CheckStop, WithoutTheTableNothingStops) { EXPECT_FALSE(Parsed(kSmallJob).stop.any()); }

TEST(CheckStop, ReadsEveryKey) {
  const StopSpec stop = Parsed(Stop("metric = \"rmse\"\nbelow = 70\npatience = 2\n"
                                    "min_delta = 0.5\nbytes = \"1GiB\"\ntime = \"2h\""))
                            .stop;
  EXPECT_EQ(stop.metric, "rmse");
  EXPECT_EQ(stop.below, 70);
  EXPECT_EQ(stop.above, std::nullopt);
  EXPECT_EQ(stop.patience, 2u);
  EXPECT_EQ(stop.min_delta, 0.5);
  EXPECT_EQ(stop.bytes, 1u << 30);
  EXPECT_EQ(stop.time, std::chrono::hours(2));
}

TEST(CheckStop, TheMetricIsOneThatIsMeasured) {
  EXPECT_THAT(JobFault(Stop("metric = \"accuracy\"\nabove = 0.9")),
              HasSubstr("stop.metric is 'accuracy': an evaluation of this job yields rmse, mae"));
  EXPECT_THAT(JobFault(Stop("below = 70")), HasSubstr("stop.metric is missing"));
  EXPECT_THAT(JobFault(Stop("metric = \"rmse\"")), HasSubstr("stop.metric has no bound"));
  std::string unmeasured = Stop("metric = \"rmse\"\nbelow = 1");
  unmeasured.replace(unmeasured.find("count = 3"), 9, "count = 3\nevaluate = false");
  EXPECT_THAT(JobFault(unmeasured), HasSubstr("stop.metric is never measured"));
}

TEST(CheckStop, BoundsEveryNumber) {
  EXPECT_THAT(JobFault(Stop("metric = \"rmse\"\npatience = 0")), HasSubstr("stop.patience is out"));
  EXPECT_THAT(JobFault(Stop("metric = \"rmse\"\npatience = 1\nmin_delta = -1")),
              HasSubstr("must not be negative"));
  EXPECT_THAT(JobFault(Stop("metric = \"rmse\"\nbelow = 1\nmin_delta = 1")),
              HasSubstr("stop.min_delta needs stop.patience"));
  EXPECT_THAT(JobFault(Stop("bytes = \"0B\"")), HasSubstr("stop.bytes must be above 0"));
  EXPECT_THAT(JobFault(Stop("time = \"0s\"")), HasSubstr("stop.time must be above 0"));
  EXPECT_THAT(JobFault(Stop("")), HasSubstr("stop has no rule"));
}

TEST(CheckStop, MoreOfAnErrorIsWorse) {
  EXPECT_TRUE(LargerIsBetter("accuracy"));
  EXPECT_FALSE(LargerIsBetter("rmse"));
  EXPECT_FALSE(LargerIsBetter("loss"));
}

}  // namespace
}  // namespace hansa
