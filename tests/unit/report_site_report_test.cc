#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "client/report/site_report.h"
#include "tests/support/temporary_folder.h"

namespace hansa::client {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

RoundEntry Round(uint64_t round, double rmse) { return {round, round, {{"rmse", rmse}}, 1.5, 900}; }

class SiteReportTest : public testing::Test {
 protected:
  SiteReport Load() { return SiteReport::Load(path_).value(); }
  hansa::test::TemporaryFolder folder_;
  std::filesystem::path path_ = SiteReport::PathFor(folder_.path(), "wind-power");
};

TEST_F(SiteReportTest, ComesBackAsItWasSaved) {
  SiteReport report = Load();
  report.SetJob("wind-power", "ab12", "kW");
  DataReport data{{"a.csv"}, 10, 6, 3, {{"outside_valid:t", 1, "a.csv:7"}}, std::nullopt};
  data.windows = WindowReport{12, {{"gap", 3, "a.csv:9"}}};
  report.SetData(data, {"t", "p"});
  report.AddRound(Round(2, 80));
  report.AddRound(Round(1, 231.25));
  report.SetBaseline({{{"rmse", 98.7}}, 20});
  report.AddSent({1772366400000, "00ff", "training update", 1, 6128});
  ASSERT_TRUE(report.Save().ok());

  const SiteReport loaded = Load();
  const ReportContents& contents = loaded.contents();
  EXPECT_EQ(contents.job, "wind-power");
  EXPECT_EQ(contents.unit, "kW");
  EXPECT_EQ(contents.data.rows_found, 10u);
  EXPECT_EQ(contents.data.rows_train, 6u);
  EXPECT_EQ(contents.data.dropped, data.dropped);
  EXPECT_EQ(contents.data.windows, data.windows);
  EXPECT_THAT(contents.columns, ElementsAre("t", "p"));
  EXPECT_THAT(contents.rounds, ElementsAre(Round(1, 231.25), Round(2, 80)));
  EXPECT_EQ(contents.baseline, (BaselineEntry{{{"rmse", 98.7}}, 20}));
  EXPECT_THAT(contents.sent,
              ElementsAre(SentEntry{1772366400000, "00ff", "training update", 1, 6128}));
  EXPECT_EQ(loaded.Json(), report.Json());
  EXPECT_THAT(loaded.Json(), HasSubstr("2026-03-01T12:00:00Z"));
}

TEST_F(SiteReportTest, AFileOfItsOwnersEyesOnly) {
  ASSERT_TRUE(Load().Save().ok());
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(path_).permissions(), perms::owner_read | perms::owner_write);
  EXPECT_EQ(std::filesystem::status(path_.parent_path()).permissions(), perms::owner_all);
}

TEST_F(SiteReportTest, ARoundIsReplacedNotRepeated) {
  SiteReport report = Load();
  report.AddRound(Round(1, 5));
  report.AddRound(Round(1, 4));
  EXPECT_THAT(report.contents().rounds, ElementsAre(Round(1, 4)));
}

TEST_F(SiteReportTest, AnotherJobUnderTheNameStartsAnew) {
  SiteReport report = Load();
  report.SetJob("wind-power", "aa", "kW");
  report.AddRound(Round(1, 5));
  report.SetJob("wind-power", "aa", "kW");
  EXPECT_EQ(report.contents().rounds.size(), 1u);
  report.SetJob("wind-power", "bb", "kW");
  EXPECT_TRUE(report.contents().rounds.empty());
}

TEST_F(SiteReportTest, AFigureThatIsNoneStaysNone) {
  SiteReport report = Load();
  report.AddRound(Round(1, std::nan("")));
  ASSERT_TRUE(report.Save().ok());
  EXPECT_TRUE(std::isnan(Load().contents().rounds[0].metrics.at("rmse")));
}

TEST_F(SiteReportTest, WhatIsNoReportIsAnError) {
  std::filesystem::create_directories(path_.parent_path());
  for (const char* text : {"", "{", "[]", "{\"rounds\": 5}", "{\"rounds\": [{}]}",
                           "{\"data\": {\"files\": 7}}", "{\"baseline\": {}}"}) {
    folder_.Write("reports/wind-power.json", text);
    const Result<SiteReport> report = SiteReport::Load(path_);
    ASSERT_FALSE(report.ok()) << text;
    EXPECT_THAT(report.error().Text(), HasSubstr("wind-power.json"));
  }
}

}  // namespace
}  // namespace hansa::client
