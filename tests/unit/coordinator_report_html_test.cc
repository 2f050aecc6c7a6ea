#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "coordinator/report/report_html.h"
#include "tests/support/sample_run.h"

namespace hansa::coordinator {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::ordered_json;

TEST(ReportHtml, LoadsNothingAndRunsNothing) {
  const std::string page = ReportHtml(test::ReportOf({.drops = true}));
  EXPECT_THAT(page, HasSubstr("default-src &apos;none&apos;"));
  for (const char* forbidden : {"<script", "<img", "<link", "url(", "@import", " src=", " href="})
    EXPECT_THAT(page, Not(HasSubstr(forbidden)));
}

TEST(ReportHtml, NamesNoSite) {
  for (const char* state : {"succeeded", "running", "failed"}) {
    const std::string page =
        ReportHtml(test::ReportOf({.finished = 10, .state = state, .drops = true}));
    EXPECT_THAT(page, Not(HasSubstr("R807")));
    EXPECT_THAT(page, HasSubstr("site 4"));
  }
}

TEST(ReportHtml, OnlyARunUnderWayLoadsItselfAgain) {
  EXPECT_THAT(ReportHtml(test::ReportOf({.finished = 3, .state = "running"})),
              HasSubstr("http-equiv=\"refresh\""));
  EXPECT_THAT(ReportHtml(test::ReportOf({})), Not(HasSubstr("http-equiv=\"refresh\"")));
}

TEST(ReportHtml, AFailedRunSaysWhy) {
  EXPECT_THAT(ReportHtml(test::ReportOf({.finished = 0, .state = "failed"})),
              HasSubstr("3 attempts of round 8 failed: site "));
}

TEST(ReportHtml, AMetricThatNobodyKnowsHasACurve) {
  RunReport report;
  for (int round = 1; round < 4; ++round)
    report.Add(Json{{"event", "round_finished"},
                    {"round", round},
                    {"metrics", {{"wake_loss", 0.5 / round}}},
                    {"seconds", {{"resting", 2.0}, {"total", 3.0}}}});
  const std::string page = ReportHtml(report);
  EXPECT_THAT(page, HasSubstr("wake loss by round"));
  EXPECT_THAT(page, HasSubstr("resting s"));
}

TEST(ReportHtml, ALongRunStaysAPageThatABrowserOpensAtOnce) {
  const std::string page =
      ReportHtml(test::ReportOf({.rounds = 5000, .finished = 5000, .sites = 100, .drops = true}));
  EXPECT_LT(page.size(), 1u << 20);
}

TEST(ReportHtml, AnEmptyRunHasAPage) {
  EXPECT_THAT(ReportHtml(RunReport{}), HasSubstr("No round is finished yet"));
}

}  // namespace
}  // namespace hansa::coordinator
