// Pages of runs as a browser shows them. With HANSA_KEEP_PAGES=DIR the pages and their pictures are
// kept there, to be looked at.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "common/base/text.h"
#include "coordinator/report/report_html.h"
#include "tests/browser/browser.h"
#include "tests/support/sample_run.h"

namespace hansa {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

struct Case {
  const char* name;
  test::SampleRun run;
};

std::vector<Case> Cases() {
  return {
      {"one", {.rounds = 1, .finished = 1}},
      {"twenty", {.rounds = 20, .finished = 20, .drops = true}},
      {"thousand", {.rounds = 1000, .finished = 1000, .secure = false, .sites = 30, .drops = true}},
      {"failed", {.rounds = 20, .finished = 7, .state = "failed", .drops = true}},
      {"empty", {.rounds = 20, .finished = 0, .state = "failed"}},
      {"running", {.rounds = 20, .finished = 9, .state = "running"}},
  };
}

void Keep(const std::string& file, const std::string& contents) {
  if (const char* folder = std::getenv("HANSA_KEEP_PAGES"))
    std::ofstream(std::string(folder) + "/" + file, std::ios::binary) << contents;
}

// Whatever the page is of.
void CheckLook(const nlohmann::json& seen) {
  EXPECT_LE(seen.at("width"), seen.at("window"));
  EXPECT_THAT(seen.at("wide"), IsEmpty());
  EXPECT_THAT(seen.at("outside"), IsEmpty());
  EXPECT_EQ(seen.at("covered"), 0) << "bars that lie over others";
  EXPECT_EQ(seen.at("small"), 0) << "texts too small to read";
  EXPECT_TRUE(seen.at("nan").is_null()) << seen.at("nan");
}

void Check(const Case& it, const nlohmann::json& seen) {
  SCOPED_TRACE(StrCat(it.name, ", ", seen.at("window").get<int>(), " pixels"));
  CheckLook(seen);
  EXPECT_EQ(seen.at("figures"), it.run.finished == 0 ? 0 : 6);
  EXPECT_EQ(seen.at("lines").size(), it.run.finished == 0 ? 0 : 3);
  const double shortest = it.run.finished > 1 ? 100 : 0;
  for (double length : seen.at("lines")) EXPECT_GE(length, shortest);
  EXPECT_GE(seen.at("bars"), it.run.finished > 0 ? 7 : 0);
  EXPECT_THAT(seen.at("text"), HasSubstr(it.run.state));
  EXPECT_THAT(seen.at("text"), Not(HasSubstr("R807")));
}

// All pages in one start of the browser: that is what takes time.
TEST(RunReportLook, PagesFitTheirWindowsAndShowEveryCurve) {
  const std::vector<Case> cases = Cases();
  std::vector<std::string> pages;
  for (const Case& it : cases) {
    pages.push_back(coordinator::ReportHtml(test::ReportOf(it.run)));
    Keep(std::string(it.name) + ".html", pages.back());
  }
  test::Browser browser;
  const nlohmann::json seen = browser.Measure(pages, {400, 1200});
  ASSERT_EQ(seen.size(), 2 * pages.size());
  for (size_t i = 0; i < seen.size(); ++i) Check(cases[i / 2], seen[i]);
}

TEST(RunReportLook, StatisticsOfAnyRangeAndAnyNumberOfBinsFit) {
  const std::string page = coordinator::ReportHtml(
      test::StatisticsReportOf({{0, 1, 40}, {-30, 30, 32}, {0, 2150, 400}, {1e-7, 3e-7, 2}}));
  Keep("statistics.html", page);
  test::Browser browser;
  for (const nlohmann::json& seen : browser.Measure({page}, {400, 1200})) {
    SCOPED_TRACE(seen.at("window").get<int>());
    CheckLook(seen);
    EXPECT_EQ(seen.at("figures"), 4);
    EXPECT_GE(seen.at("bars"), 40 + 32 + 100 + 2);
  }
}

TEST(RunReportLook, TheBrowserHasNothingToComplainAbout) {
  test::Browser browser;
  EXPECT_EQ(browser.Complaints(coordinator::ReportHtml(test::ReportOf({.drops = true}))), "");
  // It does complain about what the page's own policy forbids.
  std::string page = coordinator::ReportHtml(test::ReportOf({}));
  page.replace(page.find("</body>"), 0, "<script>alert(1)</script>");
  EXPECT_THAT(browser.Complaints(page), HasSubstr("Content Security Policy"));
}

TEST(RunReportLook, IsDarkWhereTheReaderWantsItAndPicturesCanBeTaken) {
  test::Browser browser;
  const std::string page = coordinator::ReportHtml(test::ReportOf({.drops = true}));
  EXPECT_EQ(browser.Measure({page}, {1200}).at(0).at("paper"), "rgb(255, 255, 255)");
  EXPECT_EQ(browser.Measure({page}, {1200}, /*dark=*/true).at(0).at("paper"), "rgb(18, 24, 31)");
  const std::string picture = browser.Screenshot(page, {.width = 1200, .height = 2600});
  EXPECT_GT(picture.size(), 20000u);
}

}  // namespace
}  // namespace hansa
