// Statistics and single evaluations by real processes.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>
#include <thread>

#include "tests/integration/test_fleet.h"

namespace hansa::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::HasSubstr;

std::string StatisticsJob(const std::string& secure, const std::string& bins = "20") {
  return "name = \"columns\"\ntask = \"statistics\"\n[statistics]\nbins = " + bins +
         "\nquantiles = [0.1, 0.5, 0.9]\ncolumns = [\n"
         "  { column = \"x1\", range = [-2.0, 2.0] },\n"
         "  { column = \"y\", range = [-100.0, 100.0], unit = \"kW\" },\n]\n"
         "[rounds]\nclients = { min = 3, target = 4 }\ntraining = \"20s\"\n"
         "aggregating = \"5s\"\n[aggregation]\nsecure = \"" +
         secure + "\"\n";
}

// A column of the CSV files that the fleet's sites have, all together.
std::vector<double> Pooled(size_t sites, size_t rows, size_t column) {
  std::vector<double> values;
  for (size_t site = 0; site < sites; ++site) {
    std::istringstream csv(SyntheticCsv(site, rows));
    std::string line;
    std::getline(csv, line);
    while (std::getline(csv, line)) {
      std::istringstream cells(line);
      std::string cell;
      for (size_t i = 0; i <= column; ++i) std::getline(cells, cell, ',');
      values.push_back(std::stod(cell));
    }
  }
  return values;
}

void ExpectFigures(const json& column, std::vector<double> values) {
  SCOPED_TRACE(column["column"]);
  const auto n = static_cast<double>(values.size());
  double mean = 0, variance = 0;
  for (const double value : values) mean += value / n;
  for (const double value : values) variance += (value - mean) * (value - mean) / n;
  EXPECT_EQ(column["count"], values.size());
  EXPECT_LT(column["mean_error"].get<double>(), 1e-6);
  EXPECT_NEAR(column["mean"].get<double>(), mean, column["mean_error"].get<double>() + 1e-9);
  EXPECT_NEAR(column["variance"].get<double>(), variance,
              column["variance_error"].get<double>() + 1e-7);
  std::sort(values.begin(), values.end());
  const double width = column["bin_width"];
  EXPECT_LE(column["smallest_bound"].get<double>(), values.front());
  EXPECT_GT(column["smallest_bound"].get<double>() + width, values.front());
  EXPECT_GE(column["largest_bound"].get<double>(), values.back());
  EXPECT_LT(column["largest_bound"].get<double>() - width, values.back());
  for (const json& quantile : column["quantiles"]) {
    const auto at = static_cast<size_t>(quantile["probability"].get<double>() * n);
    EXPECT_NEAR(quantile["value"].get<double>(), values[at], width);
    EXPECT_EQ(quantile["error"], width);
  }
}

json Gathered(const CommandResult& run, const TestFleet& fleet) {
  EXPECT_EQ(run.exit_code, 0) << run.output << run.errors << fleet.Logs();
  const auto events = EventsNamed(run, "statistics_gathered");
  EXPECT_EQ(events.size(), 1u);
  return events.empty() ? json::object() : events.front();
}

TEST(Statistics, EqualThePooledFigures) {
  const std::string open =
      "[policy]\njobs = [\"*\"]\ncolumns = [\"*\"]\nsecure_aggregation = \"allowed-off\"\n";
  TestFleetOptions options;
  options.rows = 400;
  for (size_t i = 0; i < 4; ++i) options.policies[i] = open;
  TestFleet test(options);
  const CommandResult run = test.RunJob(StatisticsJob("required"));
  const json masked = Gathered(run, test);
  ASSERT_EQ(masked["columns"].size(), 2u) << run.output;
  EXPECT_EQ(masked["sites"], 4);
  EXPECT_EQ(masked["rows"], 1600);
  ExpectFigures(masked["columns"][0], Pooled(4, 400, 1));
  ExpectFigures(masked["columns"][1], Pooled(4, 400, 3));

  // Masked or not, the sums are the same numbers.
  const json plain = Gathered(test.RunJob(StatisticsJob("off")), test);
  EXPECT_EQ(plain["columns"], masked["columns"]);

  // In the run's folder, and in what an operator is shown.
  const std::string id = EventsNamed(run, "job_finished").at(0)["job_id"];
  const fs::path folder = test.fleet().coordinator_folder() / "runs" / id;
  const json stored = json::parse(ReadWhole(folder / "statistics.json"));
  EXPECT_EQ(stored["columns"], masked["columns"]);
  EXPECT_THAT(ReadWhole(folder / "statistics.csv"), HasSubstr("x1,mean,"));
  const CommandResult show = test.Hansa({"job", "show", id});
  EXPECT_EQ(show.last()["statistics"]["columns"], masked["columns"]) << show.output << show.errors;

  // A site answers it once on the same rows; the owner's account has it.
  const CommandResult again = test.RunJob(StatisticsJob("required"));
  EXPECT_NE(again.exit_code, 0);
  EXPECT_THAT(again.output, HasSubstr("answered before"));
  const CommandResult log = test.Client(0, {"log", "--json"});
  EXPECT_THAT(log.output, HasSubstr("column statistics, masked"));
  EXPECT_THAT(log.output, HasSubstr("column statistics, plain"));
  EXPECT_THAT(ReadWhole(test.fleet().report(0, "columns")), HasSubstr("column statistics"));
}

TEST(Statistics, AreRefusedWhenTheyExposeRowsOrTheOwnerSaysSo) {
  TestFleetOptions options;
  options.sites = 3;
  options.rows = 100;
  TestFleet test(options);
  // 1000 bins for 100 rows.
  const CommandResult isolating = test.RunJob(StatisticsJob("required", "1000"));
  EXPECT_NE(isolating.exit_code, 0);
  EXPECT_THAT(isolating.output, HasSubstr("values a bin"));
  EXPECT_TRUE(EventsNamed(isolating, "statistics_gathered").empty());

  TestFleetOptions closed;
  closed.sites = 3;
  for (size_t i = 0; i < 3; ++i)
    closed.policies[i] = "[policy]\njobs = [\"*\"]\ncolumns = [\"*\"]\nstatistics = \"refused\"\n";
  TestFleet shut(closed);
  const CommandResult check =
      shut.Hansa({"job", "check", shut.WriteJob(StatisticsJob("required")).string()});
  EXPECT_EQ(check.last()["able"], 0) << check.output;
  EXPECT_THAT(check.output, HasSubstr("refuses statistics"));
}

// A coordinator killed in the middle of the counting's session.
TEST(Statistics, OutliveTheCoordinator) {
  ScratchFolder scratch;
  const fs::path stopped = scratch.path() / "stopped";
  TestFleetOptions options;
  options.restartable = true;
  options.coordinator_environment = {{"HANSA_STOP_AT", "after_commit_statistics_masked_input"},
                                     {"HANSA_STOP_FILE", stopped.string()}};
  TestFleet test(options);
  std::string job = StatisticsJob("required", "5");
  job.replace(job.find("aggregating = \"5s\""), 18, "aggregating = \"20s\"");
  CommandResult run;
  std::thread watch([&] { run = test.RunJob(job); });
  EXPECT_TRUE(AwaitFile(stopped)) << test.Logs();
  test.fleet().coordinator().Signal(SIGKILL);
  test.fleet().coordinator().WaitOrKill(std::chrono::seconds(10));
  test.fleet().coordinator_environment().clear();
  const Result<> started = test.fleet().StartCoordinator();
  EXPECT_TRUE(started.ok());
  watch.join();
  const json gathered = Gathered(run, test);
  EXPECT_EQ(gathered["rows"], 4 * 192) << run.output;
  EXPECT_EQ(EventsNamed(run, "job_resumed").size(), 1u);
  ExpectFigures(gathered["columns"][0], Pooled(4, 192, 1));
}

std::string NormalizedJob(const std::string& name) {
  JobOptions options;
  options.name = name;
  std::string job = SyntheticJob(options);
  const std::string from = "features = [{ column = \"x1\" }, { column = \"x2\" }]";
  job.replace(job.find(from), from.size(),
              "normalize = \"federated\"\nfeatures = [{ column = \"x1\", range = [-2.0, 2.0] }, "
              "{ column = \"x2\", mean = 0.25, range = [-2.0, 2.0] }]");
  return job;
}

TEST(Statistics, NormaliseATrainingJobAndItsModel) {
  TestFleet test;
  const CommandResult run = test.RunJob(NormalizedJob("scaled"));
  const json gathered = Gathered(run, test);
  EXPECT_EQ(gathered["round"], 0);
  ASSERT_EQ(gathered["normalisation"].size(), 1u) << "x2 says its own mean";
  const double mean = gathered["normalisation"][0]["mean"];
  const double scale = gathered["normalisation"][0]["scale"];
  // Of the rows that are trained on: three of four.
  EXPECT_EQ(gathered["columns"][0]["count"], 4 * 144);
  const auto versions = EventsNamed(run, "model_published");
  ASSERT_EQ(versions.size(), 3u) << run.output;
  for (const json& version : versions) {
    const fs::path folder = fs::path(version["path"].get<std::string>()).parent_path();
    const json manifest = json::parse(ReadWhole(folder / "manifest.json"));
    const std::string text = manifest.dump();
    EXPECT_THAT(text, HasSubstr(json(mean).dump()));
    EXPECT_THAT(text, HasSubstr(json(scale).dump()));
  }
  EXPECT_EQ(EventsNamed(run, "round_finished").back()["clients"], 4);

  // The version is measured again, with the numbers of its manifest.
  std::string job = NormalizedJob("scaled");
  job.replace(job.find("task = \"train\""), 14, "task = \"evaluate\"");
  job.replace(job.find("[model]\n"), 8, "[model]\nversion = 2\n");
  job.replace(job.find("count = 2\n"), 10, "");
  const CommandResult evaluated = test.RunJob(job);
  ASSERT_EQ(evaluated.exit_code, 0) << evaluated.output << evaluated.errors << test.Logs();
  const json round = EventsNamed(evaluated, "round_finished").at(0);
  EXPECT_EQ(round["version"], 2);
  const json trained = EventsNamed(run, "round_finished").back()["metrics"];
  EXPECT_NEAR(round["metrics"]["rmse"], trained["rmse"], 1e-3);
  EXPECT_TRUE(EventsNamed(evaluated, "model_published").empty());

  job.replace(job.find("version = 2"), 11, "version = 9");
  const CommandResult none = test.RunJob(job);
  EXPECT_EQ(none.exit_code, 3) << none.errors;
  EXPECT_THAT(none.errors + none.output, HasSubstr("no such version"));
}

}  // namespace
}  // namespace hansa::testing
