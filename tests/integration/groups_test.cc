// Real processes: a round of six sites in two groups of three. The model is that of all six, the
// transcripts chain and give it again, and a coordinator that dies goes on.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <fstream>
#include <thread>

#include "tests/integration/run_folder.h"

namespace hansa::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::HasSubstr;

JobOptions TwoGroups() {
  return {.rounds = 1,
          .quorum = 6,
          .target = 6,
          .more = "largest_group = 5\nsmallest_group = 3\n",
          .aggregating = "20s"};
}

// One round with an evaluation, two groups each: four sessions, one chain.
void ExpectWhole(TestFleet& fleet, const CommandResult& run) {
  ASSERT_EQ(run.exit_code, 0) << run.output << run.errors << fleet.Logs();
  const auto started = EventsNamed(run, "session_started");
  ASSERT_EQ(started.size(), 2u);
  for (const json& event : started) {
    EXPECT_EQ(event["sites"].size(), 6u);
    EXPECT_EQ(event["groups"], 2);
  }
  for (const json& event : EventsNamed(run, "session_finished")) EXPECT_EQ(event["included"], 6);
  EXPECT_TRUE(EventsNamed(run, "group_lost").empty());
  EXPECT_EQ(EventsNamed(run, "round_finished").at(0)["clients"], 6);

  const CommandResult audit = fleet.Hansa({"audit", "session", RunOf(fleet, run).string()});
  ASSERT_EQ(audit.exit_code, 0) << audit.output << audit.errors;
  const std::vector<json> lines = audit.lines();
  ASSERT_EQ(lines.size(), 5u) << audit.output;
  for (size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(lines[i]["purpose"], i < 2 ? "train" : "evaluate");
    EXPECT_EQ(lines[i]["sites"], 3);
    EXPECT_EQ(lines[i]["previous"], i == 0 ? json() : lines[i - 1]["digest"]);
    EXPECT_EQ(lines[i]["model_recomputed"], i == 1) << lines[i];
    EXPECT_EQ(lines[i]["model_names_it"], i == 1) << lines[i];
  }
  EXPECT_EQ(lines[0]["model"], lines[1]["model"]);
  EXPECT_EQ(lines[1]["groups"], 2);
}

TEST(Groups, OfARoundGiveOneModel) {
  TestFleet fleet({.sites = 6, .rows = 64});
  const CommandResult run = fleet.RunJob(SyntheticJob(TwoGroups()));
  ExpectWhole(fleet, run);
  const std::vector<fs::path> files = TranscriptsOf(RunOf(fleet, run));
  ASSERT_EQ(files.size(), 4u);
  for (size_t site = 0; site < 6; ++site) {
    int took_part = 0;
    for (size_t group = 0; group < 2; ++group) {
      const CommandResult own = fleet.Client(site, {"audit", files[group].string(), "--json"});
      ASSERT_EQ(own.exit_code, 0) << own.output << own.errors;
      took_part += own.last()["took_part"] == true;
    }
    EXPECT_EQ(took_part, 1) << "site " << site << " is in one group";
  }

  // Without the other group's transcript the model is of more than is there.
  fs::rename(files[0], files[0].string() + ".away");
  const CommandResult audit = fleet.Hansa({"audit", "session", files[1].string()});
  EXPECT_EQ(audit.exit_code, 6);
  EXPECT_THAT(audit.output, HasSubstr("does not come of the sum"));
}

// Keys and shares while the sites train, of both groups; an evaluation's afterwards. The windows
// are long enough for any machine.
TEST(Groups, ArePreparedWhileTheSitesTrain) {
  TestFleet fleet({.sites = 6, .rows = 64});
  JobOptions job = TwoGroups();
  job.rounds = 2;
  job.aggregating = "200s";
  const CommandResult run = fleet.RunJob(SyntheticJob(job));
  ASSERT_EQ(run.exit_code, 0) << run.output << run.errors << fleet.Logs();
  const auto started = EventsNamed(run, "session_started");
  ASSERT_EQ(started.size(), 4u) << run.output;
  for (const json& event : started)
    EXPECT_EQ(event.contains("prepared"), event["purpose"] == "train") << event;
  for (const json& event : EventsNamed(run, "round_finished")) EXPECT_EQ(event["clients"], 6);
  EXPECT_TRUE(EventsNamed(run, "client_dropped").empty()) << run.output;
}

// Vectors that are fetched, and sums that lie in the spool.
TEST(Groups, OfLargeUpdatesGiveOneModel) {
  TestFleet fleet({.sites = 6, .rows = 64});
  JobOptions job = TwoGroups();
  job.hidden = 60000;
  const CommandResult run = fleet.RunJob(SyntheticJob(job));
  ASSERT_EQ(run.exit_code, 0) << run.output << run.errors << fleet.Logs();
  EXPECT_EQ(EventsNamed(run, "round_finished").at(0)["clients"], 6);
  EXPECT_TRUE(fs::is_empty(fleet.fleet().coordinator_folder() / "state/spool/uploads"));
}

// A site falls silent after its shares: its group of three has too few, and the other three are the
// round.
TEST(Groups, OneThatFailsLeavesTheOthers) {
  TestFleetOptions options{.sites = 6, .rows = 64};
  options.environment[2] = {{"HANSA_STOP_AT", "before_masked_input"}};
  TestFleet fleet(options);
  JobOptions job = TwoGroups();
  job.quorum = 3;
  job.aggregating = "10s";
  const CommandResult run = fleet.RunJob(SyntheticJob(job));
  ASSERT_EQ(run.exit_code, 0) << run.output << run.errors << fleet.Logs();
  const auto lost = EventsNamed(run, "group_lost");
  ASSERT_GE(lost.size(), 1u) << run.output;
  EXPECT_EQ(lost[0]["purpose"], "train");
  EXPECT_EQ(lost[0]["groups"], 2);
  EXPECT_THAT(lost[0]["sites"].dump(), HasSubstr("site-2"));
  EXPECT_THAT(lost[0]["reason"].get<std::string>(),
              HasSubstr("masked_input: 2 of 3 sites answered"));
  const json finished = EventsNamed(run, "round_finished").at(0);
  EXPECT_EQ(finished["clients"], 3);
  const CommandResult audit = fleet.Hansa({"audit", "session", RunOf(fleet, run).string()});
  ASSERT_EQ(audit.exit_code, 0) << audit.output << audit.errors;
  EXPECT_EQ(audit.lines()[0]["model_recomputed"], true);
  EXPECT_EQ(audit.lines()[0]["groups"], 1);
}

class KilledCoordinatorsGroups : public ::testing::TestWithParam<const char*> {};

TEST_P(KilledCoordinatorsGroups, GoOn) {
  ScratchFolder scratch;
  const fs::path fired = scratch.path() / "fired", wanted = scratch.path() / "wanted";
  TestFleetOptions options{.sites = 6, .rows = 64, .restartable = true};
  options.coordinator_environment = {{"HANSA_STOP_AT", "@" + wanted.string()},
                                     {"HANSA_STOP_FILE", fired.string()}};
  std::ofstream(wanted) << GetParam() << "\n";
  TestFleet fleet(options);
  CommandResult run;
  std::thread runner([&] { run = fleet.RunJob(SyntheticJob(TwoGroups())); });
  EXPECT_TRUE(AwaitFile(fired)) << "the point was never reached";
  fleet.fleet().coordinator().Signal(SIGKILL);
  fleet.fleet().coordinator().WaitOrKill(std::chrono::seconds(10));
  std::ofstream(wanted) << "\n";
  const auto started = fleet.fleet().StartCoordinator();
  EXPECT_TRUE(started.ok()) << started.error().Text();
  runner.join();
  ExpectWhole(fleet, run);
}

INSTANTIATE_TEST_SUITE_P(At, KilledCoordinatorsGroups,
                         ::testing::Values("after_send_advertise", "after_commit_shares",
                                           "before_commit_masked_input", "after_send_alive",
                                           "after_commit_unmask", "transcript_written",
                                           "before_commit_group_end", "after_commit_group_end",
                                           "after_send_publishing_trained",
                                           "after_send_evaluate_alive"),
                         [](const auto& point) { return std::string(point.param); });

}  // namespace
}  // namespace hansa::testing
