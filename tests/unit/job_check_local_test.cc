#include <gmock/gmock.h>

#include "tests/unit/job_text.h"

namespace hansa {
namespace {

using ::testing::HasSubstr;

TEST(CheckLocal, NeedsALearningRate) {
  EXPECT_THAT(JobFault(JobWith("learning_rate = 0.01", "")),
              HasSubstr("job.toml:9: local.learning_rate is missing"));
  EXPECT_THAT(JobFault(JobWith("0.01", "0")), HasSubstr("must be above 0: it is 0"));
  EXPECT_THAT(JobFault(JobWith("0.01", "-1e-3")), HasSubstr("it is -0.001"));
}

TEST(CheckLocal, TellsAWrittenZeroFromADefault) {
  EXPECT_THAT(JobFault(JobAdding("local", "epochs = 0")),
              HasSubstr("job.toml:10: local.epochs is out of range: 0 is not between 1 and"));
  EXPECT_THAT(JobFault(JobAdding("local", "batch_size = 0")), HasSubstr("local.batch_size"));
  EXPECT_THAT(JobFault(JobAdding("local", "epochs = 100001")), HasSubstr("local.epochs"));
}

TEST(CheckLocal, MomentumBelongsToSgd) {
  EXPECT_EQ(Parsed(JobAdding("local", "momentum = 0.9")).momentum, 0.9);
  EXPECT_THAT(JobFault(JobAdding("local", "momentum = 1")), HasSubstr("from 0 to below 1"));
  EXPECT_THAT(JobFault(JobAdding("local", "momentum = -0.1")), HasSubstr("from 0 to below 1"));
  EXPECT_THAT(JobFault(JobAdding("local", "optimizer = \"adam\"\nmomentum = 0.9")),
              HasSubstr("local.momentum belongs to optimizer \"sgd\""));
}

}  // namespace
}  // namespace hansa
