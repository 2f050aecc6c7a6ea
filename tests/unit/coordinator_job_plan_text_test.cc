#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "coordinator/cli/job_plan_text.h"

namespace hansa::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

v1::JobCheck Check() {
  v1::JobCheck check;
  v1::SiteVerdict& a = *check.add_sites();
  a.set_name("alice");
  a.set_accepted(true);
  a.set_training_ms(1500);
  a.set_down_bytes_per_second(3 << 20);
  a.set_busy_with("other-job");
  a.set_closed_for_ms(5'400'000);
  v1::SiteVerdict& b = *check.add_sites();
  b.set_name("bob");
  b.add_reasons("its policy does not allow the job");
  b.add_reasons("it has no such column");
  return check;
}

TEST(JobPlanText, ShowsSitesAndWhatIsUnknown) {
  const std::string text = PlanText(Check());
  EXPECT_THAT(text, HasSubstr("alice"));
  EXPECT_THAT(text, HasSubstr("1.50 s"));
  EXPECT_THAT(text, HasSubstr("3.0 MiB/s down, unknown up"));
  EXPECT_THAT(text, HasSubstr("now busy with other-job; its hours begin in 1.5 h"));
  EXPECT_THAT(text, HasSubstr("its policy does not allow the job; it has no such column"));
  EXPECT_THAT(text, Not(HasSubstr("priority"))) << "an older coordinator sends no plan";
}

TEST(JobPlanText, ARoundThatWasNeverMeasuredIsUnknown) {
  v1::JobCheck check = Check();
  check.mutable_plan()->set_round_basis("no round of wind was ever measured");
  const std::string text = PlanText(check);
  EXPECT_THAT(text, HasSubstr("time       unknown: no round of wind was ever measured\n"));
  EXPECT_THAT(text, Not(HasSubstr("of it")));
  EXPECT_TRUE(ToJson(check.plan())["round_seconds"].is_null());
}

TEST(JobPlanText, ARoundIsShownInItsParts) {
  v1::JobCheck check = Check();
  v1::JobPlan& plan = *check.mutable_plan();
  plan.set_round_ms(12500);
  plan.set_down_ms(8000);
  plan.set_training_ms(3000);
  plan.set_up_ms(1000);
  plan.set_rest_ms(500);
  plan.set_round_basis("measured in earlier rounds");
  plan.add_conflicts("other-job uses 2 of these sites");
  const std::string text = PlanText(check);
  EXPECT_THAT(text, HasSubstr("time       about 12.50 s a round: measured in earlier rounds\n"));
  EXPECT_THAT(text, HasSubstr("of it      fetching the model 8.00 s, training 3.00 s, sending the "
                              "update 1.00 s, the rest 0.50 s\n"));
  EXPECT_THAT(text, HasSubstr("conflict   other-job uses 2 of these sites\n"));
  const nlohmann::json json = ToJson(plan);
  EXPECT_EQ(json["round_seconds"], 12.5);
  EXPECT_EQ(json["down_ms"], 8000);
  EXPECT_EQ(json["rest_ms"], 500);
  EXPECT_EQ(json["conflicts"].size(), 1u);
}

TEST(JobPlanText, ASitesFiguresAreInItsJson) {
  const nlohmann::json json = ToJson(Check().sites(0));
  EXPECT_EQ(json["site"], "alice");
  EXPECT_EQ(json["down_bytes_per_second"], 3 << 20);
  EXPECT_EQ(json["up_bytes_per_second"], 0);
}

}  // namespace
}  // namespace hansa::cli
