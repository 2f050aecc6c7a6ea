#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "common/base/text.h"
#include "coordinator/report/run_report.h"
#include "tests/support/sample_run.h"

namespace hansa::coordinator {
namespace {

using ::testing::HasSubstr;
using Json = nlohmann::ordered_json;

TEST(RunReport, CountsDropsByStepAndReason) {
  const RunReport report = test::ReportOf({.drops = true});
  ASSERT_EQ(report.drops.size(), 2u);
  EXPECT_EQ(report.drops[0].step, "masked_input");
  EXPECT_EQ(report.drops[0].count, 4u);
  EXPECT_EQ(report.drops[0].first_round, 1u);
  EXPECT_EQ(report.drops[0].last_round, 17u);
  EXPECT_EQ(report.drop_count(), 5u);
  EXPECT_EQ(report.failed_attempts, 2u);
}

TEST(RunReport, ManyReasonsEndAsOne) {
  RunReport report;
  for (int i = 0; i < 1000; ++i)
    report.Add(Json{{"event", "client_dropped"},
                    {"site", "a"},
                    {"step", "training"},
                    {"round", 1},
                    {"reason", StrCat("no ", i)}});
  EXPECT_LE(report.drops.size(), RunReport::kDropGroups + 1);
  EXPECT_EQ(report.drop_count(), 1000u);
}

TEST(RunReport, AConvictionIsToldWithoutTheSitesId) {
  RunReport report;
  report.Add(Json::parse(
      R"({"event":"site_convicted","time":"t","round":3,"site":"alice","site_id":"0123456789abcdef",
          "fault":"false_share","session":7,"evidence":"culprits/7-0123456789abcdef.culprit"})"));
  ASSERT_EQ(report.happenings.size(), 1u);
  EXPECT_EQ(report.happenings[0].site, "alice");
  EXPECT_EQ(report.happenings[0].what, "round 3, convicted, and left out from here on");
  EXPECT_EQ(report.happenings[0].why,
            "it revealed a false share in session 7; the evidence is in the run's folder");
}

TEST(RunReport, AnEventOfAnotherKindIsShownWithItsFields) {
  RunReport report;
  report.Add(
      Json::parse(R"({"event":"job_paused","time":"t","round":3,"by":"operator","for":[1]})"));
  ASSERT_EQ(report.happenings.size(), 1u);
  EXPECT_EQ(report.happenings[0].what, "round 3, job paused");
  EXPECT_EQ(report.happenings[0].why, "by: operator");
}

TEST(RunReport, WhatAnEventLacksOrGetsWrongReadsAsNothing) {
  RunReport report;
  for (const char* line :
       {R"({"event":"round_finished","metrics":{"rmse":null,"mae":"x","loss":2},"seconds":[1]})",
        R"({"event":"round_finished","round":-1,"metrics":7})", R"({"event":"job_finished"})",
        R"({"event":7})", R"({"event":"client_dropped","site":3,"reason":{}})", "[]", "3",
        R"({"event":"model_published"})", R"({"event":"site_declined","reasons":"no"})"})
    report.Add(Json::parse(line));
  ASSERT_EQ(report.rows.size(), 2u);
  EXPECT_EQ(report.rows[0].metrics, (std::map<std::string, double>{{"loss", 2}}));
}

TEST(RunReport, KeepsTheNewestOfWhatHappened) {
  RunReport report;
  for (int i = 0; i < 1200; ++i)
    report.Add(Json{{"event", "evaluation_failed"}, {"round", i}, {"reason", "no rows"}});
  EXPECT_EQ(report.happenings.size(), RunReport::kHappenings);
  EXPECT_EQ(report.happenings_left_out, 200u);
  EXPECT_THAT(report.happenings.back().what, HasSubstr("1199"));
}

// The contract: round, metric, value, clients, seconds, bytes.
TEST(RunReport, MetricsHaveALineForEachMetricOfARound) {
  EXPECT_STREQ(kMetricsHeader, "round,metric,value,clients,seconds,bytes\n");
  const RunReport::Row row{.round = 3,
                           .version = 4,
                           .clients = 5,
                           .dropped = 1,
                           .metrics = {{"auroc", 0.5}, {"rmse", 67.25}},
                           .seconds = {{"total", 1.5}, {"training", 1}},
                           .bytes_up = 10,
                           .bytes_down = 20};
  EXPECT_EQ(MetricsLines(row), "3,auroc,0.5,5,1.5,30\n3,rmse,67.25,5,1.5,30\n");
}

}  // namespace
}  // namespace hansa::coordinator
