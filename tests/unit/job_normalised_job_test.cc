#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "common/job/normalised_job.h"

namespace hansa {
namespace {

JobSpec Job() {
  JobSpec job;
  job.features.resize(2);
  job.features[0].column = "a";
  job.features[1].column = "b";
  job.features[1].mean = 7;
  job.target.column = "y";
  job.statistics.columns = {{job.features[0], 0, 10}, {job.target, -4, 4}};
  return job;
}

Normalisation Given(double mean, double scale, const std::string& second = "y") {
  Normalisation given;
  given.Add()->set_column("a");
  given[0].set_mean(mean);
  given[0].set_scale(scale);
  given.Add()->set_column(second);
  given[1].set_mean(1);
  given[1].set_scale(2);
  return given;
}

TEST(NormalisedJob, ChangesTheColumnsThatLeaveItOpen) {
  const JobSpec job = WithNormalisation(Job(), Given(5, 3)).value();
  EXPECT_EQ(job.features[0].mean, 5);
  EXPECT_EQ(job.features[0].scale, 3);
  EXPECT_EQ(job.features[1].mean, 7);
  EXPECT_EQ(job.target.mean, 1);
  EXPECT_EQ(job.target.scale, 2);
}

TEST(NormalisedJob, RefusesWhatIsNotTheJobs) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinite = std::numeric_limits<double>::infinity();
  const Normalisation wrong[] = {Given(5, 3, "b"),
                                 Given(11, 3),
                                 Given(-1, 3),
                                 Given(nan, 3),
                                 Given(5, 0),
                                 Given(5, -3),
                                 Given(5, nan),
                                 Given(5, 11),
                                 Given(5, infinite),
                                 Given(5, 1e-320),
                                 {}};
  for (const Normalisation& given : wrong) {
    const auto job = WithNormalisation(Job(), given);
    ASSERT_FALSE(job.ok());
    EXPECT_EQ(job.error().kind, ErrorKind::kBadInput);
  }
}

}  // namespace
}  // namespace hansa
