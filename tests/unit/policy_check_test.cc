#include "client/policy/policy_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/bytes.h"

namespace hansa::client {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr int kNoon = 12 * 60;

class PolicyCheckTest : public testing::Test {
 protected:
  PolicyCheckTest() {
    policy_.jobs = {"wind-power"};
    policy_.columns = {"time", "wind", "power"};
    job_.name = "wind-power";
    job_.digest.fill(0xab);
    job_.clients_min = job_.group_min = 3;
    job_.max_weight = 10000;
    job_.epochs = 1;
  }
  std::vector<std::string> Codes() {
    std::vector<std::string> codes;
    text_.clear();
    for (const PolicyReason& reason : CheckPolicy(policy_, job_, columns_, tasks_, minute_)) {
      codes.push_back(reason.code);
      text_ += reason.text + "\n";
    }
    return codes;
  }
  SitePolicy policy_;
  JobSpec job_;
  std::vector<std::string> columns_ = {"wind", "power", "time"};
  uint32_t tasks_ = 0;
  int minute_ = kNoon;
  std::string text_;
};

TEST_F(PolicyCheckTest, AllowsWhatItNames) { EXPECT_THAT(Codes(), IsEmpty()); }

TEST_F(PolicyCheckTest, Job) {
  job_.name = "spy";
  EXPECT_THAT(Codes(), ElementsAre("policy_job"));
  EXPECT_THAT(text_, HasSubstr("spy"));
  policy_.jobs = {Hex(job_.digest)};
  EXPECT_THAT(Codes(), IsEmpty());
  policy_.jobs = {"*"};
  EXPECT_THAT(Codes(), IsEmpty());
  policy_.jobs = {};
  EXPECT_THAT(Codes(), ElementsAre("policy_job"));
}

TEST_F(PolicyCheckTest, Column) {
  columns_ = {"wind", "shift_leader", "salary"};
  EXPECT_THAT(Codes(), ElementsAre("policy_column"));
  EXPECT_THAT(text_, HasSubstr("shift_leader, salary"));
  policy_.columns = {"*"};
  EXPECT_THAT(Codes(), IsEmpty());
}

TEST_F(PolicyCheckTest, SecureAggregation) {
  job_.secure = false;
  EXPECT_THAT(Codes(), ElementsAre("policy_secure_aggregation"));
  policy_.secure_required = false;
  EXPECT_THAT(Codes(), IsEmpty());
}

TEST_F(PolicyCheckTest, Cohort) {
  policy_.smallest_cohort = 4;
  EXPECT_THAT(Codes(), ElementsAre("policy_cohort"));
  EXPECT_THAT(text_, HasSubstr("at least 4"));
  // The smallest sum is a group's, however many sites the round has.
  job_.clients_min = 40;
  EXPECT_THAT(Codes(), ElementsAre("policy_cohort"));
  job_.group_min = 4;
  EXPECT_THAT(Codes(), IsEmpty());
}

TEST_F(PolicyCheckTest, Colluders) {
  policy_.colluders_feared = 1;
  EXPECT_THAT(Codes(), ElementsAre("policy_colluders"));
  job_.colluders = 1;
  EXPECT_THAT(Codes(), IsEmpty());
  // A plain sum hides nothing from anyone: there is nobody to reckon with.
  job_.colluders = 0;
  job_.secure = false;
  policy_.secure_required = false;
  EXPECT_THAT(Codes(), IsEmpty());
}

TEST_F(PolicyCheckTest, Profile) {
  job_.profile = secagg::Profile::kMalicious;
  EXPECT_THAT(Codes(), ElementsAre("policy_profile"));
  policy_.lowest_profile = secagg::Profile::kMalicious;
  EXPECT_THAT(Codes(), IsEmpty());
  job_.profile = secagg::Profile::kSemiHonest;
  EXPECT_THAT(Codes(), ElementsAre("policy_profile"));
  job_.profile = secagg::Profile::kComplete;
  EXPECT_THAT(Codes(), IsEmpty());
}

TEST_F(PolicyCheckTest, Weight) {
  job_.max_weight = 10001;
  EXPECT_THAT(Codes(), ElementsAre("policy_weight"));
}

TEST_F(PolicyCheckTest, Epochs) {
  job_.epochs = 101;
  EXPECT_THAT(Codes(), ElementsAre("policy_epochs"));
}

TEST_F(PolicyCheckTest, RoundsPerDay) {
  tasks_ = policy_.rounds_per_day - 1;
  EXPECT_THAT(Codes(), IsEmpty());
  ++tasks_;
  EXPECT_THAT(Codes(), ElementsAre("policy_rounds_per_day"));
}

TEST_F(PolicyCheckTest, HoursOfTheDay) {
  policy_.hours = {22 * 60, 6 * 60};
  EXPECT_THAT(Codes(), ElementsAre("policy_hours"));
  EXPECT_THAT(text_, HasSubstr("22:00-06:00"));
  minute_ = 60;
  EXPECT_THAT(Codes(), IsEmpty());
}

TEST_F(PolicyCheckTest, EveryReasonIsGiven) {
  job_.name = "other";
  job_.secure = false;
  job_.epochs = 1000;
  policy_.rounds_per_day = 0;
  EXPECT_THAT(Codes(), ElementsAre("policy_job", "policy_secure_aggregation", "policy_epochs",
                                   "policy_rounds_per_day"));
}

TEST_F(PolicyCheckTest, CodeOfOthersRunsOnlyWhenItsVeryFileIsListed) {
  job_.network.architecture = Architecture::kTorchScript;
  job_.network.script.sha256.fill(0xcd);
  EXPECT_THAT(Codes(), ElementsAre("policy_script"));
  EXPECT_THAT(text_, HasSubstr(Hex(job_.network.script.sha256)));
  EXPECT_THAT(text_, HasSubstr("policy.scripts"));
  policy_.scripts = {"*", std::string(64, 'a')};
  EXPECT_THAT(Codes(), ElementsAre("policy_script"));
  policy_.scripts.push_back(Hex(job_.network.script.sha256));
  EXPECT_THAT(Codes(), IsEmpty());
}

}  // namespace
}  // namespace hansa::client
