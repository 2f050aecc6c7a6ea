// Real processes over loopback: a job from its submission to a signed model that predicts.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/integration/test_fleet.h"

namespace hansa::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::HasSubstr;

TEST(Federation, RunsAJobFromSubmissionToPrediction) {
  TestFleet test;
  JobOptions options;
  options.rounds = 6;
  const CommandResult run = test.RunJob(SyntheticJob(options));
  ASSERT_EQ(run.exit_code, 0) << run.output << run.errors << test.Logs();

  const auto rounds = EventsNamed(run, "round_finished");
  ASSERT_EQ(rounds.size(), 6u);
  EXPECT_LT(rounds.back()["metrics"]["rmse"], rounds.front()["metrics"]["rmse"]);
  EXPECT_EQ(rounds.back()["clients"], 4);
  EXPECT_EQ(rounds.back()["unit"], "kW");

  // The run folder is plain files.
  const json finished = EventsNamed(run, "job_finished").at(0);
  const fs::path runs =
      test.fleet().coordinator_folder() / "runs" / finished["job_id"].get<std::string>();
  EXPECT_EQ(ReadWhole(runs / "job.toml"), SyntheticJob(options));
  EXPECT_THAT(ReadWhole(runs / "metrics.csv"),
              HasSubstr("round,metric,value,clients,seconds,bytes"));
  EXPECT_THAT(ReadWhole(runs / "events.jsonl"), HasSubstr("\"round_finished\""));
  EXPECT_THAT(ReadWhole(runs / "report.html"), HasSubstr("<svg"));

  // Honest sites are blamed for nothing.
  const CommandResult sites = test.Hansa({"site", "list"});
  for (const json& line : sites.lines()) {
    if (line["event"] == "sites_listed") continue;
    EXPECT_EQ(line["faults"], json::object()) << line;
  }

  // Six versions with lineage, each with the one before as its parent.
  const CommandResult list = test.Hansa({"model", "list", "test-job"});
  ASSERT_EQ(list.exit_code, 0);
  std::vector<json> models;
  for (const json& line : list.lines()) {
    if (line["event"] == "model") models.push_back(line);
  }
  ASSERT_GE(models.size(), 6u);
  std::sort(models.begin(), models.end(),
            [](const json& a, const json& b) { return a["version"] < b["version"]; });
  for (size_t i = 1; i < models.size(); ++i)
    EXPECT_EQ(models[i]["parent_sha256"], models[i - 1]["sha256"]);

  // Pulled, verified, and applied.
  const std::string out = (test.folder() / "pulled").string();
  EXPECT_EQ(test.Hansa({"model", "pull", "test-job", "--out", out}).exit_code, 0);
  EXPECT_EQ(test.Hansa({"model", "verify", out}).exit_code, 0);
  EXPECT_EQ(test.Hansa({"model", "verify", out + "/model.safetensors"}).exit_code, 0);
  const CommandResult predicted = RunProgram(
      "hansa-client", {"predict", out, (test.folder() / "site-0.csv").string(), "--json"});
  EXPECT_EQ(predicted.exit_code, 0) << predicted.errors;
  EXPECT_GT(predicted.lines().size(), 100u);

  const CommandResult chosen = test.Hansa(
      {"model", "predict", out, (test.folder() / "site-0.csv").string(), "--where", "x1 > 0"});
  EXPECT_EQ(chosen.exit_code, 0) << chosen.errors;
  EXPECT_GT(chosen.lines().size(), 10u);
  EXPECT_LT(chosen.lines().size(), predicted.lines().size());

  // One changed bit is refused with the exit code of verification.
  std::string model = ReadWhole(out + "/model.safetensors");
  model.back() = static_cast<char>(model.back() ^ 1);
  std::ofstream(out + "/model.safetensors", std::ios::binary) << model;
  EXPECT_EQ(test.Hansa({"model", "verify", out}).exit_code, 6);
}

TEST(Federation, TheSitesKeepTheirOwnReport) {
  TestFleet test;
  const CommandResult run = test.RunJob(SyntheticJob());
  ASSERT_EQ(run.exit_code, 0) << run.output << run.errors << test.Logs();
  test.fleet().Stop();  // an agent writes its report at its end, if not before
  for (size_t i = 0; i < 4; ++i) {
    const json report = json::parse(ReadWhole(test.fleet().report(i, "test-job")));
    EXPECT_EQ(report["rounds"].size(), 2u) << report.dump(1);
    EXPECT_FALSE(report["sent"].empty());
    const CommandResult log = test.Client(i, {"log", "--json"});
    EXPECT_EQ(log.exit_code, 0) << log.errors;
    EXPECT_GE(log.lines().size(), 4u) << log.output;
  }
}

TEST(Federation, WithoutMasksGivesTheSameFlow) {
  TestFleetOptions options;
  for (size_t i = 0; i < 4; ++i) {
    options.policies[i] =
        "[policy]\njobs = [\"*\"]\ncolumns = [\"*\"]\nsecure_aggregation = \"allowed-off\"\n";
  }
  TestFleet test(options);
  JobOptions job;
  job.secure = "off";
  const CommandResult run = test.RunJob(SyntheticJob(job));
  EXPECT_EQ(run.exit_code, 0) << run.output << run.errors << test.Logs();
  EXPECT_EQ(EventsNamed(run, "round_finished").size(), 2u);
}

TEST(Federation, ASecondJobOfTheSameNameContinuesTheVersions) {
  TestFleet test;
  ASSERT_EQ(test.RunJob(SyntheticJob()).exit_code, 0) << test.Logs();
  const CommandResult second = test.RunJob(SyntheticJob() + "\n# again\n");
  ASSERT_EQ(second.exit_code, 0) << second.output << second.errors << test.Logs();
  const auto published = EventsNamed(second, "model_published");
  ASSERT_FALSE(published.empty());
  EXPECT_GT(published.back()["version"], 2);
}

}  // namespace
}  // namespace hansa::testing
