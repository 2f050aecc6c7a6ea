#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/unit/job_text.h"

namespace hansa {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kCounting = R"(name = "small"
task = "statistics"
[statistics]
columns = [
  { column = "a", range = [0.0, 10.0], unit = "m" },
  { column = "b", valid = [-5.0, 5.0] },
  { column = "c", valid = [-5.0, 5.0], clip = [-1.0, 1.0] },
]
[rounds]
clients = { min = 3, target = 4 }
)";

std::string Counting(const std::string& from, const std::string& to) {
  std::string text = kCounting;
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(CheckStatistics, OneRoundWithoutAModel) {
  const JobSpec job = Parsed(kCounting);
  EXPECT_EQ(job.task, JobTask::kStatistics);
  EXPECT_EQ(job.rounds, 1u);
  ASSERT_EQ(job.statistics.columns.size(), 3u);
  EXPECT_EQ(job.statistics.bins, 32u);
  EXPECT_THAT(job.statistics.quantiles, ElementsAre(0.05, 0.5, 0.95));
  EXPECT_FALSE(job.statistics.training_rows);
  EXPECT_THAT(ColumnsOf(job), ElementsAre("a", "b", "c"));
}

TEST(CheckStatistics, TheRangeIsRangeElseClipElseValid) {
  const JobSpec job = Parsed(kCounting);
  EXPECT_EQ(job.statistics.columns[0].high, 10);
  EXPECT_EQ(job.statistics.columns[1].low, -5);
  EXPECT_EQ(job.statistics.columns[2].low, -1);
  EXPECT_EQ(job.statistics.columns[0].middle(), 5);
  EXPECT_EQ(job.statistics.columns[0].half(), 5);
}

TEST(CheckStatistics, TakesTheColumnsOfDataWithoutItsOwn) {
  const JobSpec job = Parsed(R"(name = "small"
task = "statistics"
[data]
features = [{ column = "a", range = [0.0, 1.0] }]
target = { column = "y", valid = [0.0, 2.0] }
drop = ["a > 3"]
[rounds]
clients = { min = 3 }
)");
  EXPECT_THAT(ColumnsOf(job), ElementsAre("a", "y"));
  EXPECT_THAT(job.drop, ElementsAre("a > 3"));
}

TEST(CheckStatistics, FaultsNameTheKey) {
  EXPECT_THAT(JobFault(Counting(", range = [0.0, 10.0]", "")),
              HasSubstr("job.toml:5: statistics.columns[0] states no range"));
  EXPECT_THAT(JobFault(Counting("[0.0, 10.0]", "[0.0, inf]")), HasSubstr("finite"));
  EXPECT_THAT(JobFault(Counting("[0.0, 10.0]", "[nan, 1.0]")), HasSubstr("finite"));
  EXPECT_THAT(JobFault(Counting("[0.0, 10.0]", "[1.0, 1.0]")), HasSubstr("low below high"));
}

TEST(CheckStatistics, RefusesWhatHasNoMeaning) {
  for (const char* section : {"[model]\nhidden = [1]\n", "[local]\nepochs = 1\n"})
    EXPECT_THAT(JobFault(std::string(kCounting) + section), HasSubstr("has no meaning"));
  EXPECT_THAT(JobFault(std::string(kCounting) + "[data]\ntrain = \"a > 1\"\n"),
              HasSubstr("data.train has no meaning"));
  EXPECT_THAT(JobFault(std::string(kCounting) + "[data]\nnormalize = \"federated\"\n"),
              HasSubstr("data.normalize has no meaning"));
  EXPECT_THAT(JobFault(JobAdding("rounds", "") + "[statistics]\nbins = 3\n"),
              HasSubstr("statistics has no meaning in this job"));
  EXPECT_THAT(JobFault(Counting("[rounds]\n", "[rounds]\ncount = 2\n")), HasSubstr("rounds.count"));
}

TEST(CheckStatistics, BoundsWhatIsAskedFor) {
  EXPECT_THAT(JobFault(Counting("[statistics]\n", "[statistics]\nbins = 1\n")),
              HasSubstr("statistics.bins is out of range"));
  EXPECT_THAT(JobFault(Counting("[statistics]\n", "[statistics]\nbins = 5000\n")),
              HasSubstr("statistics.bins is out of range"));
  EXPECT_THAT(JobFault(Counting("[statistics]\n", "[statistics]\nquantiles = [0.5, 1.0]\n")),
              HasSubstr("statistics.quantiles[1] must be above 0 and below 1"));
  EXPECT_THAT(JobFault(Counting("[statistics]\n", "[statistics]\nrows_cap = 50000001\n")),
              HasSubstr("statistics.rows_cap is out of range"));
  std::string many;
  for (int i = 0; i < 8; ++i)
    many += "  { column = \"x" + std::to_string(i) + "\", range = [0.0, 1.0] },\n";
  std::string text = Counting("columns = [\n", "bins = 4096\ncolumns = [\n" + many);
  EXPECT_THAT(JobFault(text), HasSubstr("asks for too much at once"));
}

// ---- normalize = "federated"

std::string Normalized(const std::string& features, const std::string& target) {
  return JobWith(
      "features = [{ column = \"a\" }, { column = \"b\", encode = \"angle\" }]\n"
      "target = { column = \"y\", scale = 2.0 }\n",
      "normalize = \"federated\"\nfeatures = [" + features + "]\ntarget = { " + target + " }\n");
}

TEST(CheckNormalize, OfColumnsThatSayNothingThemselves) {
  const JobSpec job = Parsed(
      Normalized("{ column = \"a\", range = [0.0, 9.0] }, { column = \"b\", encode = \"angle\" }, "
                 "{ column = \"c\", mean = 1.0 }, { column = \"d\", scale = 1.0 }",
                 "column = \"y\", valid = [0.0, 9.0]"));
  ASSERT_EQ(job.statistics.columns.size(), 2u);
  EXPECT_EQ(job.statistics.columns[0].spec.column, "a");
  EXPECT_EQ(job.statistics.columns[1].spec.column, "y");
  EXPECT_EQ(job.statistics.bins, 0u);
  EXPECT_TRUE(job.statistics.training_rows);
}

TEST(CheckNormalize, NeedsARangeAndAColumn) {
  EXPECT_THAT(JobFault(Normalized("{ column = \"a\" }", "column = \"y\", scale = 2.0")),
              HasSubstr("data.features[0] states no range"));
  EXPECT_THAT(JobFault(Normalized("{ column = \"a\", mean = 0.0 }", "column = \"y\", scale = 2.0")),
              HasSubstr("data.normalize is \"federated\" for no column"));
  EXPECT_TRUE(Parsed(kSmallJob).statistics.columns.empty());
}

// ---- task = "evaluate"

TEST(CheckEvaluated, NamesAVersion) {
  const std::string evaluate = std::string("task = \"evaluate\"\n") + kSmallJob;
  std::string one = evaluate;
  one.replace(one.find("count = 3"), 9, "count = 1");
  EXPECT_THAT(JobFault(one), HasSubstr("model.version is missing"));
  std::string named = one;
  named.replace(named.find("[model]\n"), 8, "[model]\nversion = 20\n");
  const JobSpec job = Parsed(named);
  EXPECT_EQ(job.task, JobTask::kEvaluate);
  EXPECT_EQ(job.evaluated_version, 20u);
  std::string twice = evaluate;
  twice.replace(twice.find("[model]\n"), 8, "[model]\nversion = 20\n");
  EXPECT_THAT(JobFault(twice), HasSubstr("rounds.count"));
  std::string bad = one;
  bad.replace(bad.find("[model]\n"), 8, "[model]\nsha256 = \"xyz\"\n");
  EXPECT_THAT(JobFault(bad), HasSubstr("model.sha256 is not a digest"));
  EXPECT_THAT(JobFault(JobAdding("model", "version = 3")), HasSubstr("belongs to task"));
}

}  // namespace
}  // namespace hansa
