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

Json Gathered() {
  return {{"event", "statistics_gathered"},
          {"sites", 3},
          {"rows", 1200},
          {"left_out", 7},
          {"columns",
           {{{"column", "wind <speed>"},
             {"unit", "m/s"},
             {"low", 0.0},
             {"high", 20.0},
             {"count", 1100},
             {"missing", 60},
             {"outside", 40},
             {"below", 3},
             {"above", 2},
             {"mean", 6.25},
             {"standard_deviation", 2.5},
             {"quantiles", {{{"probability", 0.5}, {"value", 6.0}, {"error", 5.0}}}},
             {"histogram", {500, 400, 150, 50}}},
            {{"column", "empty"}, {"low", 0.0}, {"high", 1.0}, {"mean", nullptr}}}}};
}

TEST(ReportHtml, StatisticsAreATableAndPictures) {
  RunReport report;
  report.Add(Json{{"event", "job_started"}, {"name", "columns"}, {"task", "statistics"}});
  report.Add(Gathered());
  report.Add(Json{{"event", "round_finished"}, {"round", 1}, {"clients", 3}});
  const std::string page = ReportHtml(report);
  for (const char* part : {"Columns of all sites together", "1200 rows of 3 sites, 7 left out",
                           "wind &lt;speed&gt; [m/s]", "<td>1100</td>", "<td>5</td>",
                           "<td>6.25</td>", "0.5: 6", "1100 values in 4 bins of 5 m/s", "<svg"})
    EXPECT_THAT(page, HasSubstr(part));
  EXPECT_THAT(page, Not(HasSubstr("Error and loss")));
  EXPECT_THAT(page, Not(HasSubstr("wind <speed>")));
  EXPECT_THAT(page, Not(HasSubstr("nan")));
}

TEST(ReportHtml, DamagedStatisticsAreShownAsFarAsTheyGo) {
  for (const Json& columns : {Json("text"), Json::array({1, nullptr, Json::object()}),
                              Json::array({{{"column", "x"},
                                            {"high", 1},
                                            {"quantiles", {1, {{"value", "x"}}}},
                                            {"histogram", {"a", -1, 2}}}})}) {
    RunReport report;
    report.Add(Json{{"event", "statistics_gathered"}, {"columns", columns}});
    EXPECT_THAT(ReportHtml(report), HasSubstr("</html>"));
  }
}

TEST(ReportHtml, AVersionWithAThresholdSaysSo) {
  RunReport report;
  for (int version = 0; version < 2; ++version)
    report.Add(Json{{"event", "model_published"}, {"version", version}, {"sha256", "ab"}});
  report.Add(Json{{"event", "model_published"}, {"version", 2}, {"anomaly_threshold", 0.125}});
  EXPECT_THAT(ReportHtml(report), HasSubstr("its parent's weights, with a threshold of 0.125"));
}

TEST(ReportHtml, AnEmptyRunHasAPage) {
  EXPECT_THAT(ReportHtml(RunReport{}), HasSubstr("No round is finished yet"));
}

}  // namespace
}  // namespace hansa::coordinator
