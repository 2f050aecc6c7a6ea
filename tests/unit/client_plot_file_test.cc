#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/app/plot_file.h"
#include "common/base/atomic_file.h"
#include "tests/support/temporary_folder.h"

namespace hansa::client {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

void Draw(picture::Markup& out) {
  out.Open("svg", {{"xmlns", "http://www.w3.org/2000/svg"}, {"viewBox", "0 0 10 10"}});
  out.Empty("rect", {{"width", "5"}, {"height", "5"}}).Close();
}

TEST(PlotFile, TheEndingSaysWhatIsWritten) {
  const test::TemporaryFolder folder;
  ASSERT_TRUE(WritePlotFile(folder / "a.svg", "t", Draw).ok());
  EXPECT_THAT(ReadFile(folder / "a.svg", 1 << 20).value(), StartsWith("<svg "));
  ASSERT_TRUE(WritePlotFile(folder / "a.html", "<t>", Draw).ok());
  const std::string page = ReadFile(folder / "a.html", 1 << 20).value();
  EXPECT_THAT(page, HasSubstr("&lt;t&gt;"));
  EXPECT_THAT(page, HasSubstr("Content-Security-Policy"));
  ASSERT_TRUE(WritePlotFile(folder / "a.png", "t", Draw).ok());
  EXPECT_THAT(ReadFile(folder / "a.png", 1 << 20).value(), StartsWith("\x89PNG"));
  EXPECT_FALSE(std::filesystem::exists(folder / "a.png.svg.part"));
}

TEST(PlotFile, AnotherEndingIsRefusedBeforeTheWork) {
  const Result<> refused = CheckPlotFile("a.gif");
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.error().Text(), HasSubstr("Use .svg, .html or .png"));
}

TEST(PlotFile, WithoutTheConverterAPngIsRefusedAndTheRemedyNamed) {
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", "/nowhere", 1);
  const Result<> refused = CheckPlotFile("a.png");
  ::setenv("PATH", path.c_str(), 1);
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.error().Text(), HasSubstr("librsvg2-bin"));
}

}  // namespace
}  // namespace hansa::client
