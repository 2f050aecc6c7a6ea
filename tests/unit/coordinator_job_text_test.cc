#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "coordinator/cli/job_text.h"

namespace hansa::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

v1::JobState Running() {
  v1::JobState job;
  job.set_job_id("wind-1");
  job.set_state("running");
  job.set_rounds_done(2);
  job.set_rounds(20);
  job.set_waiting("2 more sites");
  job.set_paused(true);
  v1::SiteVerdict& site = *job.add_sites();
  site.set_name("alice");
  site.add_reasons("its policy");
  site.add_reasons("its data");
  return job;
}

TEST(JobText, SaysWhatARunningJobWaitsFor) {
  const std::string text = JobText(Running());
  EXPECT_THAT(text,
              HasSubstr("state      running: waits for 2 more sites; pauses after this round"));
  EXPECT_THAT(text, HasSubstr("rounds     2 of 20\n"));
  EXPECT_THAT(text, HasSubstr("alice  no          its policy; its data\n"));
  EXPECT_THAT(text, Not(HasSubstr("best")));
  EXPECT_TRUE(ToJson(Running())["best"].is_null());
}

TEST(JobText, ShowsTheBestVersionAndTheStatistics) {
  v1::JobState job = Running();
  job.set_metric("rmse");
  job.set_best_value(67.5);
  job.set_best_version(3);
  job.set_statistics_json(R"({"rows":9,"sites":2,"columns":[{"column":"speed","count":9}]})");
  EXPECT_THAT(JobText(job), HasSubstr("best       version 3, rmse 67.5\n"));
  EXPECT_THAT(JobText(job), HasSubstr("9 rows of 2 sites"));
  EXPECT_EQ(ToJson(job)["statistics"]["rows"], 9);
}

TEST(JobText, SaysWhichSitesAreLeftOutAndWhy) {
  v1::JobState job = Running();
  v1::LeftOutState& site = *job.add_left_out();
  site.set_job_id("wind-1");
  site.set_site_id("0123456789abcdef");
  site.set_site_name("bob");
  site.set_fault("false_share");
  site.set_session_number(7);
  site.set_round(2);
  site.set_evidence("culprits/7-0123456789abcdef.culprit");
  EXPECT_THAT(JobText(job),
              HasSubstr("left out   bob revealed a false share in session 7 (round 2); evidence: "
                        "culprits/7-0123456789abcdef.culprit\n"));
  const auto shown = ToJson(job)["left_out"];
  ASSERT_EQ(shown.size(), 1u);
  EXPECT_EQ(shown[0]["site"], "bob");
  EXPECT_EQ(shown[0]["fault"], "false_share");
  EXPECT_TRUE(ToJson(Running())["left_out"].empty());
}

TEST(JobText, StatisticsThatCannotBeReadAreLeftOut) {
  for (const char* statistics : {"", "no", "[1]", "3", "{\"columns\":3}", "{\"columns\":[3]}"}) {
    v1::JobState job = Running();
    job.set_statistics_json(statistics);
    EXPECT_THAT(JobText(job), HasSubstr("alice")) << statistics;
    EXPECT_EQ(ToJson(job)["job_id"], "wind-1");
  }
}

}  // namespace
}  // namespace hansa::cli
