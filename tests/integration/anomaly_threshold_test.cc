// An autoencoder's threshold, from the sites' masked sums to what an owner is told of a row.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>
#include <thread>

#include "common/base/text.h"
#include "common/model/error_histogram.h"
#include "tests/integration/test_fleet.h"

namespace hansa::testing {
namespace {

using ::testing::HasSubstr;

constexpr double kQuantile = 0.9;

std::string ThresholdJob(std::string name = "test-job") {
  std::replace(name.begin(), name.end(), '_', '-');
  std::string job = SyntheticJob({.name = name});
  const auto replace = [&job](const std::string& from, const std::string& to) {
    const size_t at = job.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    job.replace(at, from.size(), to);
  };
  replace("architecture = \"mlp\"\nhidden = [4]\nloss = \"mse\"\n",
          "architecture = \"autoencoder\"\nhidden = [4]\nbottleneck = 1\nanomaly_quantile = 0.9\n");
  replace("target = { column = \"y\", scale = 50.0, unit = \"kW\" }\n", "");
  return StrCat("requires = [\"anomaly-threshold\"]\n", job);
}

// The scores of a site's evaluation rows, by the program that its owner uses.
std::vector<double> ScoresOf(const TestFleet& test, const std::string& model, size_t site) {
  const auto rows = test.folder() / StrCat("evaluation-", site, ".csv");
  std::istringstream all(ReadWhole(test.folder() / StrCat("site-", site, ".csv")));
  std::ofstream out(rows);
  for (std::string line; std::getline(all, line);)
    if (line.starts_with("time") || line.starts_with("2015")) out << line << '\n';
  out.close();
  const CommandResult table =
      RunProgram("hansa-client", {"predict", model, rows.string(), "--csv"});
  EXPECT_EQ(table.exit_code, 0) << table.errors;
  std::istringstream lines(table.output);
  std::vector<double> scores;
  std::string line;
  std::getline(lines, line);  // the header
  while (std::getline(lines, line)) scores.push_back(std::stod(line.substr(line.find(',') + 1)));
  return scores;
}

double Pooled(std::vector<double> scores, double quantile) {
  std::sort(scores.begin(), scores.end());
  return scores.at(static_cast<size_t>(std::ceil(quantile * static_cast<double>(scores.size()))) -
                   1);
}

nlohmann::json ManifestIn(const std::string& model) {
  return nlohmann::json::parse(ReadWhole(std::filesystem::path(model) / "manifest.json"));
}

TEST(AnomalyThreshold, IsTheQuantileOfAllSitesRows) {
  TestFleet test;
  const CommandResult run = test.RunJob(ThresholdJob());
  ASSERT_EQ(run.exit_code, 0) << run.output << run.errors << test.Logs();
  const auto versions = EventsNamed(run, "model_published");
  ASSERT_EQ(versions.size(), 4u);  // the initial one, two rounds, and the threshold's
  const double threshold = versions.back().at("anomaly_threshold");
  EXPECT_FALSE(versions[2].contains("anomaly_threshold")) << "it was signed before it was measured";
  EXPECT_EQ(EventsNamed(run, "job_finished").back()["version"], 3);
  const auto rounds = EventsNamed(run, "round_finished");
  EXPECT_EQ(rounds.back()["metrics"]["anomaly_threshold"], threshold);
  EXPECT_EQ(WeightsOf(test, "test-job", 3), WeightsOf(test, "test-job", 2));

  const std::string model = (test.folder() / "pulled").string();
  ASSERT_EQ(test.Hansa({"model", "pull", "test-job", "--out", model}).exit_code, 0);
  EXPECT_EQ(test.Hansa({"model", "verify", model}).exit_code, 0);
  EXPECT_EQ(ManifestIn(model)["anomaly_threshold"], threshold);
  EXPECT_EQ(ManifestIn(model)["version"], 3);

  std::vector<double> scores;
  for (size_t site = 0; site < 4; ++site)
    for (const double score : ScoresOf(test, model, site)) scores.push_back(score);
  ASSERT_EQ(scores.size(), 4u * 48);
  const double pooled = Pooled(scores, kQuantile);
  EXPECT_NEAR(threshold, pooled, pooled * kErrorQuantileBound);

  // One row like no other is told from the rest.
  const auto odd = test.folder() / "odd.csv";
  std::ofstream(odd) << "time,x1,x2,y\n2015-01-01,0.01,0.01,0\n2015-01-01,9,-9,0\n";
  const CommandResult told = RunProgram("hansa-client", {"predict", model, odd.string(), "--json"});
  ASSERT_EQ(told.exit_code, 0) << told.errors;
  EXPECT_EQ(told.last()["threshold"], threshold);
  EXPECT_GE(told.last()["anomalies"], 1);
  const std::string picture = (test.folder() / "scores.svg").string();
  const CommandResult drawn =
      test.Hansa({"model", "predict", model, odd.string(), "--plot", picture});
  ASSERT_EQ(drawn.exit_code, 0) << drawn.errors;
  EXPECT_THAT(ReadWhole(picture), HasSubstr("<svg"));
}

TEST(AnomalyThreshold, OfAVersionThatHasNoneIsMeasuredByAJobOfItsOwn) {
  TestFleet test;
  std::string job = ThresholdJob();
  const std::string key = "anomaly_quantile = 0.9\n";
  std::string without = job;
  without.replace(without.find(key), key.size(), "");
  ASSERT_EQ(test.RunJob(without).exit_code, 0) << test.Logs();
  job.replace(job.find("task = \"train\""), 14, "task = \"evaluate\"");
  job.replace(job.find(key), key.size(), key + "version = 2\n");
  job.replace(job.find("count = 2"), 9, "count = 1");
  const CommandResult run = test.RunJob(job);
  ASSERT_EQ(run.exit_code, 0) << run.output << run.errors << test.Logs();
  const auto versions = EventsNamed(run, "model_published");
  ASSERT_EQ(versions.size(), 1u);
  EXPECT_EQ(versions[0]["version"], 3);
  EXPECT_GT(versions[0]["anomaly_threshold"], 0);
  EXPECT_EQ(EventsNamed(run, "job_finished").back()["model"]["version"], 3);
}

// The coordinator is killed while the version with the threshold is made and when it is recorded.
TEST(AnomalyThreshold, IsPublishedOverACrash) {
  ScratchFolder scratch;
  const auto fired = scratch.path() / "fired", wanted = scratch.path() / "wanted";
  TestFleetOptions options{.rows = 64, .restartable = true};
  options.coordinator_environment = {{"HANSA_STOP_AT", "@" + wanted.string()},
                                     {"HANSA_STOP_FILE", fired.string()}};
  TestFleet test(options);
  for (const char* point : {"before_commit_publishing_threshold",
                            "after_commit_publishing_threshold", "before_commit_job_end"}) {
    SCOPED_TRACE(point);
    std::filesystem::remove(fired);
    std::ofstream(wanted) << point << '\n';
    CommandResult run;
    std::thread runner([&] { run = test.RunJob(ThresholdJob(point)); });
    EXPECT_TRUE(AwaitFile(fired)) << "the point was never reached";
    test.fleet().coordinator().Signal(SIGKILL);
    test.fleet().coordinator().WaitOrKill(std::chrono::seconds(10));
    std::ofstream(wanted) << '\n';
    const auto started = test.fleet().StartCoordinator();
    runner.join();
    ASSERT_TRUE(started.ok()) << started.error().Text() << test.Logs();
    ASSERT_EQ(run.exit_code, 0) << run.output << run.errors << test.Logs();
    const auto versions = EventsNamed(run, "model_published");
    ASSERT_EQ(versions.size(), 4u) << run.output;
    const double threshold = versions.back().at("anomaly_threshold");
    EXPECT_EQ(EventsNamed(run, "job_finished").back()["model"]["version"], 3);
    EXPECT_EQ(EventsNamed(run, "round_finished").size(), 2u);
    const std::string model = (test.folder() / point).string();
    const std::string name = EventsNamed(run, "job_started").front()["name"];
    ASSERT_EQ(test.Hansa({"model", "pull", name, "--out", model}).exit_code, 0);
    EXPECT_EQ(ManifestIn(model)["anomaly_threshold"], threshold);
  }
}

}  // namespace
}  // namespace hansa::testing
