// What a job is told to ask of its sites, and how long a round of it is likely to take.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/crypto/random.h"
#include "coordinator/api/job_plan.h"
#include "tests/support/job_file.h"

namespace hansa::coordinator {
namespace {

using hansa::testing::JobFile;
using ::testing::HasSubstr;
using What = Measured::What;

class JobPlanTest : public ::testing::Test {
 protected:
  JobPlanTest() {
    for (const char* site : {"a", "b", "c"}) {
      machine_.Step(MemberAdmitted{site, site, {}, {}}, now_);
      verdicts_.push_back({.site = site, .name = site, .accepted = true});
    }
  }
  v1::JobCheck Plan(const JobSpec& spec) {
    v1::JobCheck check;
    for (const Verdict& verdict : verdicts_) {
      v1::SiteVerdict& site = *check.add_sites();
      site.set_site_id(verdict.site);
      site.set_accepted(verdict.accepted);
      if (verdict.accepted) check.set_able(check.able() + 1);
    }
    AddPlan(spec, verdicts_, machine_, now_, check);
    return check;
  }
  static JobSpec Job(const std::map<std::string, std::string>& options = {}) {
    return ParseJob(JobFile(options), "job.toml").value();
  }
  // A model of about four megabytes.
  static JobSpec LargeJob() {
    JobSpec job = Job({{"target", "3"}});
    job.network.hidden = {1000, 1000};
    return job;
  }
  void Measure(const std::vector<Measured>& measured) { machine_.Restore(measured); }

  crypto::SeededRandom random_{1, "plan"};
  crypto::SigningKey key_{crypto::SigningKey::Generate(random_)};
  CoordinatorMachine machine_{random_, key_, 0};
  std::vector<Verdict> verdicts_;
  Now now_{Instant{}, 0};
};

TEST_F(JobPlanTest, NothingMeasuredIsSaidSo) {
  const v1::JobCheck check = Plan(Job());
  EXPECT_EQ(check.plan().round_ms(), 0u);
  EXPECT_EQ(check.plan().round_basis(), "no round of wind was ever measured");
  EXPECT_EQ(check.sites(0).training_ms(), 0u);
}

TEST_F(JobPlanTest, ASmallModelsRoundIsItsTrainingAndTheRest) {
  Measure({{What::kTraining, "wind", "a", 2000},
           {What::kTraining, "wind", "b", 3000},
           {What::kTraining, "wind", "c", 1000},
           {What::kRest, "wind", "", 500},
           {What::kDown, "", "a", 1}});
  const v1::JobCheck check = Plan(Job({{"target", "3"}}));
  EXPECT_EQ(check.plan().training_ms(), 3000u);
  EXPECT_EQ(check.plan().down_ms(), 0u) << "a message's worth is part of the training";
  EXPECT_EQ(check.plan().round_ms(), 3500u);
  EXPECT_EQ(check.plan().round_basis(), "measured in earlier rounds");
  EXPECT_EQ(check.sites(0).down_bytes_per_second(), 1u);
}

TEST_F(JobPlanTest, OfTheSitesThatAreWaitedForTheSlowestCounts) {
  Measure({{What::kTraining, "wind", "a", 2000},
           {What::kTraining, "wind", "b", 9000},
           {What::kTraining, "wind", "c", 1000},
           {What::kRest, "wind", "", 500}});
  const v1::JobCheck check = Plan(Job({{"target", "2"}, {"over_select", "1.5"}}));
  EXPECT_EQ(check.plan().asked(), 3u);
  EXPECT_EQ(check.plan().round_ms(), 2500u);
}

TEST_F(JobPlanTest, ALargeModelsRoundHasItsTransfers) {
  const JobSpec job = LargeJob();
  const v1::JobPlan sizes = Plan(job).plan();
  ASSERT_GT(sizes.elements() * 4, 1u << 20);
  const double model = static_cast<double>(sizes.elements()) * 4;
  Measure({{What::kTraining, "wind", "a", 2000},
           {What::kTraining, "wind", "b", 2000},
           {What::kRest, "wind", "", 500},
           {What::kDown, "", "a", 1 << 20},
           {What::kUp, "", "a", 1 << 19},
           {What::kDown, "", "b", 10 << 20},
           {What::kUp, "", "b", 10 << 20}});
  const v1::JobPlan plan = Plan(job).plan();
  EXPECT_NEAR(static_cast<double>(plan.down_ms()), model / (1 << 20) * 1000, 20);
  EXPECT_NEAR(static_cast<double>(plan.up_ms()), 2 * model / (1 << 19) * 1000, 20)
      << "eight bytes a weight, of the slowest site";
  EXPECT_EQ(plan.round_ms(), plan.down_ms() + 2000 + plan.up_ms() + 500);
  EXPECT_THAT(plan.round_basis(), HasSubstr("training time of 1 site unknown: never measured"));
  EXPECT_THAT(plan.round_basis(), HasSubstr("link of 1 site unknown: never measured"));
}

TEST_F(JobPlanTest, SitesThatTakeNoPartDoNotCount) {
  verdicts_[1].accepted = false;
  Measure({{What::kTraining, "wind", "a", 1000},
           {What::kTraining, "wind", "b", 9000},
           {What::kTraining, "wind", "c", 1000},
           {What::kRest, "wind", "", 500}});
  EXPECT_EQ(Plan(Job()).plan().round_ms(), 1500u);
}

}  // namespace
}  // namespace hansa::coordinator
