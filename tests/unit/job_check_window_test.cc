#include <gmock/gmock.h>

#include "common/base/data_limits.h"
#include "tests/unit/job_text.h"

namespace hansa {
namespace {

using std::chrono::minutes;
using ::testing::HasSubstr;

// The small job's features are `a` and the angle `b`: three inputs.
std::string WithWindow(const std::string& keys) {
  return JobAdding("data", "window = { " + keys + " }");
}

std::string WindowFault(const std::string& keys) { return JobFault(WithWindow(keys)); }

TEST(CheckWindow, FillsItsDefaults) {
  EXPECT_EQ(Parsed(kSmallJob).window, std::nullopt);
  const JobSpec job = Parsed(WithWindow("length = 24"));
  WindowSpec expected;
  expected.length = 24;
  EXPECT_EQ(job.window, expected);
  EXPECT_EQ(job.network.inputs, 72u) << "a network takes the whole window";
  EXPECT_EQ(expected.span(), 24u);
}

TEST(CheckWindow, ReadsEveryKey) {
  const JobSpec job = Parsed(WithWindow(
      "length = 24, stride = 6, ahead = 3, time = \"t\", step = \"10min\", resample = \"last\", "
      "hold = \"30min\", group = \"unit\""));
  const WindowSpec expected{.length = 24,
                            .stride = 6,
                            .ahead = 3,
                            .time = "t",
                            .step = minutes(10),
                            .resample = Resample::kLast,
                            .hold = minutes(30),
                            .group = "unit"};
  EXPECT_EQ(job.window, expected);
  EXPECT_EQ(ColumnsOf(job), (std::vector<std::string>{"a", "b", "y", "t", "unit"}));
  EXPECT_EQ(Parsed(WithWindow("length = 2, time = \"t\", gap = \"1h\"")).window->gap, minutes(60));
  EXPECT_EQ(ColumnsOf(Parsed(WithWindow("length = 2, time = \"a\""))),
            (std::vector<std::string>{"a", "b", "y"}))
      << "each once";
}

TEST(CheckWindow, NamesTheKeyThatIsOutOfRange) {
  EXPECT_THAT(WindowFault("stride = 2"),
              HasSubstr("job.toml:7: data.window.length is missing. Say how many rows"));
  EXPECT_THAT(WindowFault("length = 0"), HasSubstr("data.window.length is out of range: 0"));
  EXPECT_THAT(WindowFault("length = 70000"), HasSubstr("data.window.length is out of range"));
  EXPECT_THAT(WindowFault("length = 2, stride = 0"),
              HasSubstr("data.window.stride is out of range: 0 is not between 1 and"));
  EXPECT_THAT(WindowFault("length = 2, ahead = 70000"), HasSubstr("data.window.ahead"));
  EXPECT_THAT(WindowFault("length = 2, time = \"t\", step = \"0s\""),
              HasSubstr("data.window.step must be above 0"));
  EXPECT_THAT(WindowFault("length = 2, step = 10"), HasSubstr("a text with a unit"));
  EXPECT_THAT(WindowFault("length = 2, time = \"a b\""),
              HasSubstr("data.window.time is not a column name: it is 'a b'"));
  EXPECT_THAT(WindowFault("length = 2, group = \"\""),
              HasSubstr("data.window.group is not a column name"));
  EXPECT_THAT(WindowFault("length = 2, strides = 3"), HasSubstr("Did you mean 'stride'?"));
  EXPECT_THAT(WindowFault("length = 2, time = \"t\", step = \"1s\", resample = \"median\""),
              HasSubstr("must be one of \"mean\", \"last\""));
}

TEST(CheckWindow, KeysThatNeedAnotherSaySo) {
  EXPECT_THAT(WindowFault("length = 2, step = \"1s\""),
              HasSubstr("data.window.step needs the time of a row"));
  EXPECT_THAT(WindowFault("length = 2, gap = \"1s\""),
              HasSubstr("data.window.gap needs the time of a row"));
  EXPECT_THAT(WindowFault("length = 2, time = \"t\", hold = \"1s\""),
              HasSubstr("data.window.hold belongs to windows with a fixed step"));
  EXPECT_THAT(WindowFault("length = 2, resample = \"mean\""), HasSubstr("data.window.resample"));
  EXPECT_THAT(WindowFault("length = 2, time = \"t\", step = \"1s\", gap = \"5s\""),
              HasSubstr("Use hold for the longest gap"));
  EXPECT_THAT(WindowFault("length = 2, time = \"t\", step = \"10s\", hold = \"5s\""),
              HasSubstr("hold is 5s, step is 10s"));
  EXPECT_THAT(WindowFault("length = 2, time = \"t\", group = \"t\""),
              HasSubstr("data.window.group is the column of the time"));
}

TEST(CheckWindow, BoundsTheValuesOfAWindow) {
  EXPECT_LT(limits::kRowValues, uint64_t{limits::kWindowRows} * 3 * 2);
  const std::string many = R"([{ column = "a" }, { column = "b" }, { column = "c" },
      { column = "d" }, { column = "e" }])";
  const std::string job =
      JobWith("[{ column = \"a\" }, { column = \"b\", encode = \"angle\" }]", many);
  const std::string with = "[data]\nwindow = { length = 60000 }\n";
  std::string text = job;
  text.replace(text.find("[data]\n"), 7, with);
  EXPECT_THAT(JobFault(text), HasSubstr("60000 rows of 5 inputs make 300000 values a window"));
}

TEST(CheckWindow, AWindowTooLongForTheModelIsTheModelsFault) {
  std::string text = WithWindow("length = 60000");
  text.replace(text.find("[4]"), 3, "[8000]");
  EXPECT_THAT(JobFault(text), HasSubstr("model is too large"));
}

TEST(CheckWindow, AForecastMayReadItsTargetsPast) {
  const auto job = [](const std::string& window) {
    std::string text = JobWith("{ column = \"a\" }", "{ column = \"y\" }");
    return text.replace(text.find("[data]\n"), 7, "[data]\nwindow = { " + window + " }\n");
  };
  EXPECT_EQ(JobFault(job("length = 2, ahead = 1")), "accepted");
  EXPECT_THAT(JobFault(job("length = 2")), HasSubstr("data.target.column is also a feature"));
}

TEST(CheckWindow, MayBeRequired) {
  EXPECT_EQ(JobFault("requires = [\"windows\"]\n" + WithWindow("length = 2")), "accepted");
}

}  // namespace
}  // namespace hansa
