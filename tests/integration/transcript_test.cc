// Real processes: a job leaves transcripts that hansa audit and each site's hansa-client audit find
// right, offline and after crashes; and name what is changed, missing or forked.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <fstream>
#include <thread>

#include "common/base/text.h"
#include "tests/integration/run_folder.h"

namespace hansa::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;

void Write(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

CommandResult Audit(TestFleet& fleet, const fs::path& what) {
  return fleet.Hansa({"audit", "session", what.string()});
}

// Two rounds with an evaluation each: four sessions.
void ExpectWhole(TestFleet& fleet, const fs::path& run) {
  const CommandResult audit = Audit(fleet, run);
  ASSERT_EQ(audit.exit_code, 0) << audit.output << audit.errors;
  const std::vector<json> lines = audit.lines();
  ASSERT_EQ(lines.size(), 5u) << audit.output;
  for (size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(lines[i]["verified"], true);
    EXPECT_EQ(lines[i]["purpose"], i % 2 == 0 ? "train" : "evaluate");
    EXPECT_EQ(lines[i]["previous"], i == 0 ? json() : lines[i - 1]["digest"]);
    EXPECT_EQ(lines[i]["model_recomputed"], i % 2 == 0) << lines[i];
    EXPECT_EQ(lines[i]["model_names_it"], i % 2 == 0) << lines[i];
  }
  EXPECT_EQ(lines[4]["transcripts"], 4);
  EXPECT_EQ(lines[4]["versions"], 3);
}

TEST(Transcript, OfAJobIsRightForOperatorAndSites) {
  TestFleet fleet;
  const CommandResult run = fleet.RunJob(SyntheticJob());
  ASSERT_EQ(run.exit_code, 0) << run.output << run.errors << fleet.Logs();
  const fs::path folder = RunOf(fleet, run);
  ExpectWhole(fleet, folder);

  const std::vector<fs::path> files = TranscriptsOf(folder);
  ASSERT_EQ(files.size(), 4u);
  EXPECT_EQ(fs::status(files[0]).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  for (size_t site = 0; site < 4; ++site)
    for (const fs::path& file : files) {
      const CommandResult own = fleet.Client(site, {"audit", file.string(), "--json"});
      ASSERT_EQ(own.exit_code, 0) << own.output << own.errors;
      EXPECT_EQ(own.last()["included"], true) << own.output;
      EXPECT_EQ(own.last()["took_part"], true);
    }

  // Elsewhere, with the authority's public key and nothing else.
  const fs::path alone = fleet.folder() / "alone.transcript";
  fs::copy_file(files[0], alone);
  const CommandResult one =
      RunProgram("hansa", {"audit", "session", alone.string(), "--authority",
                           (fleet.fleet().context() / "authority.pub").string(), "--json"});
  ASSERT_EQ(one.exit_code, 0) << one.output << one.errors;
  EXPECT_EQ(one.lines()[0]["model_recomputed"], false);
  EXPECT_GE(one.lines()[0]["not_checked"].size(), 2u);
}

TEST(Transcript, WhatIsChangedOrMissingIsNamed) {
  TestFleet fleet;
  const CommandResult run = fleet.RunJob(SyntheticJob());
  ASSERT_EQ(run.exit_code, 0) << run.output << run.errors << fleet.Logs();
  const fs::path folder = RunOf(fleet, run);
  const std::vector<fs::path> files = TranscriptsOf(folder);
  ASSERT_EQ(files.size(), 4u);
  const std::string good = ReadWhole(files[1]);

  std::string changed = good;
  changed[changed.size() / 2] = static_cast<char>(changed[changed.size() / 2] ^ 4);
  Write(files[1], changed);
  CommandResult audit = Audit(fleet, folder);
  EXPECT_EQ(audit.exit_code, 6);
  EXPECT_THAT(audit.output, AllOf(HasSubstr("record "), HasSubstr(files[1].filename().string())));
  EXPECT_EQ(fleet.Client(0, {"audit", files[1].string()}).exit_code, 6);

  fs::remove(files[1]);
  audit = Audit(fleet, folder);
  EXPECT_EQ(audit.exit_code, 6);
  EXPECT_THAT(audit.output,
              AllOf(HasSubstr("a transcript is missing"), HasSubstr(files[2].filename().string())));
  Write(files[1], good);

  // The chain's end: the models know it.
  for (const size_t last : {3u, 2u}) fs::rename(files[last], files[last].string() + ".away");
  audit = Audit(fleet, folder);
  EXPECT_EQ(audit.exit_code, 6);
  EXPECT_THAT(audit.output, AllOf(HasSubstr("a transcript is missing"), HasSubstr("version 2")));
  for (const size_t last : {2u, 3u}) fs::rename(files[last].string() + ".away", files[last]);
  ExpectWhole(fleet, folder);

  // Another model in the place of the one that the session started from.
  const fs::path base = fleet.fleet().coordinator_folder() / "models" / "test-job" / "1";
  const fs::path other = fleet.fleet().coordinator_folder() / "models" / "test-job" / "0";
  audit = fleet.Hansa({"audit", "session", files[2].string(), "--base", other.string()});
  EXPECT_EQ(audit.exit_code, 6);
  EXPECT_THAT(audit.output, HasSubstr("the base model is not the session's"));
  audit = fleet.Hansa(
      {"audit", "session", files[2].string(), "--base", base.string(), "--model", other.string()});
  EXPECT_EQ(audit.exit_code, 6);
  EXPECT_THAT(audit.output, HasSubstr("the manifest of the published version"));

  EXPECT_EQ(fleet.Hansa({"audit", "session", (folder / "none.transcript").string()}).exit_code, 3);
  EXPECT_EQ(fleet.Hansa({"audit", "session"}).exit_code, 2);
  EXPECT_EQ(Audit(fleet, fleet.folder()).exit_code, 3);
}

TEST(Transcript, APlainJobLeavesNone) {
  TestFleetOptions options;
  for (size_t i = 0; i < 4; ++i)
    options.policies[i] =
        "[policy]\njobs = [\"*\"]\ncolumns = [\"*\"]\nsecure_aggregation = \"allowed-off\"\n";
  TestFleet fleet(options);
  JobOptions job;
  job.secure = "off";
  const CommandResult run = fleet.RunJob(SyntheticJob(job));
  ASSERT_EQ(run.exit_code, 0) << run.output << run.errors << fleet.Logs();
  EXPECT_FALSE(fs::exists(RunOf(fleet, run) / "sessions"));
}

// The sum from the masked inputs, and the model from the sum: in messages, and fetched.
class ArchivedInputs : public ::testing::TestWithParam<unsigned> {};

TEST_P(ArchivedInputs, GiveThePublishedModelAgain) {
  TestFleet fleet({.restartable = true});
  const fs::path config = fleet.fleet().coordinator_folder() / "coordinator.toml";
  Write(config, ReadWhole(config) + "archive_masked_inputs = true\n");
  fleet.fleet().coordinator().Signal(SIGTERM);
  fleet.fleet().coordinator().WaitOrKill(std::chrono::seconds(10));
  const auto started = fleet.fleet().StartCoordinator();
  ASSERT_TRUE(started.ok()) << started.error().Text();
  JobOptions job{.rounds = 1};
  job.hidden = GetParam();
  const CommandResult run = fleet.RunJob(SyntheticJob(job));
  ASSERT_EQ(run.exit_code, 0) << run.output << run.errors << fleet.Logs();
  const std::vector<fs::path> files = TranscriptsOf(RunOf(fleet, run));
  ASSERT_EQ(files.size(), 2u);
  CommandResult audit = Audit(fleet, files[0]);
  ASSERT_EQ(audit.exit_code, 0) << audit.output << audit.errors;
  EXPECT_EQ(audit.lines()[0]["sum_recomputed"], true) << audit.output;
  EXPECT_EQ(audit.lines()[0]["model_recomputed"], true) << audit.output;
  audit = Audit(fleet, files[1]);
  EXPECT_EQ(audit.lines()[0]["sum_recomputed"], true) << audit.output;
  EXPECT_TRUE(fs::is_empty(fleet.fleet().coordinator_folder() / "state/spool/uploads"));

  // Another input than the one that its site signed.
  const fs::path inputs = fs::path(files[0]).replace_extension(".inputs");
  const fs::path input = fs::directory_iterator(inputs)->path();
  std::string bytes = ReadWhole(input);
  bytes[0] = static_cast<char>(bytes[0] ^ 1);
  Write(input, bytes);
  audit = Audit(fleet, files[0]);
  EXPECT_EQ(audit.exit_code, 6);
  EXPECT_THAT(audit.output, AllOf(HasSubstr(input.filename().string()), HasSubstr("masked input")));
}

INSTANTIATE_TEST_SUITE_P(Hidden, ArchivedInputs, ::testing::Values(4u, 60000u));

class KilledCoordinatorsTranscripts : public ::testing::TestWithParam<const char*> {};

TEST_P(KilledCoordinatorsTranscripts, AreWhole) {
  ScratchFolder scratch;
  const fs::path fired = scratch.path() / "fired", wanted = scratch.path() / "wanted";
  TestFleetOptions options{.sites = 4, .rows = 64, .restartable = true};
  options.coordinator_environment = {{"HANSA_STOP_AT", "@" + wanted.string()},
                                     {"HANSA_STOP_FILE", fired.string()}};
  std::ofstream(wanted) << GetParam() << "\n";
  TestFleet fleet(options);
  CommandResult run;
  std::thread runner([&] { run = fleet.RunJob(SyntheticJob({.aggregating = "20s"})); });
  EXPECT_TRUE(AwaitFile(fired)) << "the point was never reached";
  fleet.fleet().coordinator().Signal(SIGKILL);
  fleet.fleet().coordinator().WaitOrKill(std::chrono::seconds(10));
  std::ofstream(wanted) << "\n";
  const auto started = fleet.fleet().StartCoordinator();
  EXPECT_TRUE(started.ok()) << started.error().Text();
  runner.join();
  ASSERT_EQ(run.exit_code, 0) << run.output << run.errors << fleet.Logs();
  ExpectWhole(fleet, RunOf(fleet, run));
}

INSTANTIATE_TEST_SUITE_P(At, KilledCoordinatorsTranscripts,
                         ::testing::Values("after_send_alive", "after_send_unmask",
                                           "transcript_written", "before_commit_publishing_trained",
                                           "after_commit_publishing_trained",
                                           "version_files_written", "after_send_evaluate_unmask"),
                         [](const auto& point) { return std::string(point.param); });

}  // namespace
}  // namespace hansa::testing
