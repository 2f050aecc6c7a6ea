#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/policy/statistics_policy.h"

namespace hansa::client {
namespace {

using testing::HasSubstr;
using testing::Not;

StatisticsSpec Spec(uint32_t bins) {
  StatisticsSpec spec;
  spec.columns.resize(2);
  spec.columns[0].spec.column = "speed";
  spec.columns[1].spec.column = "power";
  spec.bins = bins;
  return spec;
}

TEST(StatisticsPolicy, AsksForSoManyValuesABin) {
  SitePolicy policy;
  EXPECT_EQ(policy.values_per_bin, 10u);
  EXPECT_FALSE(CheckStatisticsPolicy(policy, Spec(32), std::vector<uint64_t>{320, 1000}));
  const auto refusal = CheckStatisticsPolicy(policy, Spec(32), std::vector<uint64_t>{1000, 319});
  ASSERT_TRUE(refusal.has_value());
  EXPECT_EQ(refusal->code, "policy_values_per_bin");
  EXPECT_THAT(refusal->text, HasSubstr("power"));
  EXPECT_THAT(refusal->text, Not(HasSubstr("319"))) << "the site's count stays at the site";
}

// A job that asks for as many bins as the site has rows would show each row in a bin of its own.
TEST(StatisticsPolicy, ABinForEveryRowIsRefused) {
  EXPECT_TRUE(CheckStatisticsPolicy({}, Spec(4096), std::vector<uint64_t>{4096, 4096}));
}

// A range around one value: whoever has it would be seen. Values moved to a bound do not count.
TEST(StatisticsPolicy, ARangeThatHoldsNextToNothingIsRefused) {
  EXPECT_TRUE(CheckStatisticsPolicy({}, Spec(2), std::vector<uint64_t>{1, 5000}));
}

TEST(StatisticsPolicy, WithoutBinsThereIsOne) {
  EXPECT_FALSE(CheckStatisticsPolicy({}, Spec(0), std::vector<uint64_t>{10, 10}));
  EXPECT_TRUE(CheckStatisticsPolicy({}, Spec(0), std::vector<uint64_t>{10, 9}));
}

TEST(StatisticsPolicy, MayBeRefusedAltogether) {
  SitePolicy policy;
  policy.jobs = policy.columns = {"*"};
  JobSpec job;
  job.clients_min = job.group_min = 3;
  job.statistics = Spec(2);
  EXPECT_TRUE(CheckJobPolicy(policy, job, {}).empty());
  policy.statistics_allowed = false;
  const auto reasons = CheckJobPolicy(policy, job, {});
  ASSERT_EQ(reasons.size(), 1u);
  EXPECT_EQ(reasons[0].code, "policy_statistics");
  job.statistics.columns.clear();
  EXPECT_TRUE(CheckJobPolicy(policy, job, {}).empty());
}

}  // namespace
}  // namespace hansa::client
