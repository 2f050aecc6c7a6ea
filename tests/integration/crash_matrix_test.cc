// kill -9 of the coordinator at every named place of a round, of a site's agent and of its trainer:
// the job goes on in the same round, loses nobody's update, publishes each version once, and ends
// with the model of an undisturbed run, bit for bit, wherever the contributors are the same.

#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <fstream>
#include <thread>

#include "common/base/text.h"
#include "tests/integration/test_fleet.h"

namespace hansa::testing {
namespace {

namespace fs = std::filesystem;

constexpr size_t kSites = 4;

TestFleetOptions Options(const fs::path& wanted, const fs::path& fired) {
  TestFleetOptions options{.sites = kSites, .rows = 64, .restartable = true};
  options.coordinator_environment = {{"HANSA_STOP_AT", "@" + wanted.string()},
                                     {"HANSA_STOP_FILE", fired.string()}};
  for (size_t i = 0; i < kSites; ++i)
    options.environment[i]["HANSA_TASK_SEED"] = std::to_string(100 + i);
  return options;
}

class CrashMatrix : public ::testing::Test {
 protected:
  JobOptions Job(const std::string& name) const {
    return {.name = name, .quorum = 3, .target = kSites, .aggregating = "20s"};
  }
  void StopAt(const std::string& point) {
    fs::remove(fired_);
    std::ofstream(wanted_) << point << '\n';
  }
  void KillAndRestartCoordinator() {
    fleet_.fleet().coordinator().Signal(SIGKILL);
    fleet_.fleet().coordinator().WaitOrKill(std::chrono::seconds(10));
    StopAt("");
    const auto started = fleet_.fleet().StartCoordinator();
    ASSERT_TRUE(started.ok()) << started.error().Text() << fleet_.Logs();
  }
  // The job's run, with `disturb` while it is under way.
  template <typename F>
  CommandResult Run(const std::string& name, F disturb) {
    CommandResult run;
    std::thread runner([&] { run = fleet_.RunJob(SyntheticJob(Job(name))); });
    disturb();
    runner.join();
    return run;
  }
  void ExpectUndisturbed(const CommandResult& run, const std::string& job) {
    testing::ExpectUndisturbed(run, kSites);
    if (HasFailure()) FAIL() << fleet_.Logs();
    if (reference_.empty()) reference_ = WeightsOf(fleet_, job, 2);
    EXPECT_EQ(WeightsOf(fleet_, job, 2), reference_);
  }
  void KillCoordinatorAt(const std::string& where, const std::string& label) {
    const std::string point = where + "_" + label;
    SCOPED_TRACE(point);
    // A connection that lived for a second is no sign of a storm: its end is retried at once.
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));
    EXPECT_TRUE(fleet_.AwaitConnected(kSites));
    StopAt(point);
    std::string name = "job-" + point;
    std::replace(name.begin(), name.end(), '_', '-');
    const CommandResult run = Run(name, [&] {
      EXPECT_TRUE(AwaitFile(fired_)) << "the point was never reached";
      KillAndRestartCoordinator();
    });
    ExpectUndisturbed(run, name);
    EXPECT_EQ(EventsNamed(run, "job_resumed").size(), 1u) << run.output;
  }

  ScratchFolder scratch_;
  const fs::path fired_ = scratch_.path() / "fired";
  const fs::path wanted_ = scratch_.path() / "wanted";
  TestFleet fleet_{Options(wanted_, fired_)};
  std::vector<float> reference_;
};

class KilledCoordinator : public CrashMatrix, public ::testing::WithParamInterface<const char*> {};

TEST_P(KilledCoordinator, AtEveryStepTheRoundGoesOn) {
  ExpectUndisturbed(Run("reference", [] {}), "reference");
  for (const char* label :
       {"publishing_initial", "version", "training", "advertise", "shares", "masked_input", "alive",
        "unmask", "publishing_trained", "evaluating", "evaluate_advertise", "evaluate_shares",
        "evaluate_masked_input", "evaluate_alive", "evaluate_unmask"}) {
    KillCoordinatorAt(GetParam(), label);
    if (HasFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(Places, KilledCoordinator,
                         ::testing::Values("before_commit", "after_commit", "after_send"),
                         [](const auto& place) { return std::string(place.param); });

TEST_F(CrashMatrix, TheCoordinatorAtOddPlaces) {
  ExpectUndisturbed(Run("reference", [] {}), "reference");
  KillCoordinatorAt("version", "files_written");
  KillCoordinatorAt("before_commit", "job_end");
}

// The files of a version do not go to the disk: the coordinator ends, and the next one makes it.
TEST_F(CrashMatrix, AVersionThatCannotBeStored) {
  ExpectUndisturbed(Run("reference", [] {}), "reference");
  const fs::path in_the_way = fleet_.fleet().coordinator_folder() / "models" / "blocked";
  std::ofstream(in_the_way) << "not a folder";
  const CommandResult run = Run("blocked", [&] {
    const ExitStatus end = fleet_.fleet().coordinator().WaitOrKill(std::chrono::seconds(20));
    EXPECT_GT(end.exit_code, 0) << end.Text();
    fs::remove(in_the_way);
    const auto started = fleet_.fleet().StartCoordinator();
    EXPECT_TRUE(started.ok()) << started.error().Text();
  });
  ExpectUndisturbed(run, "blocked");
  EXPECT_NE(ReadWhole(fleet_.fleet().log("coordinator")).find("models/blocked"), std::string::npos);
}

// In a session a site's secrets are in memory only: killed there it is missing in this round, and
// only in this one. Before the session it is back with what it trained, and nobody misses it.
class KilledAgent : public CrashMatrix, public ::testing::WithParamInterface<const char*> {};

TEST_P(KilledAgent, ComesBack) {
  const std::string point = GetParam();
  ExpectUndisturbed(Run("reference", [] {}), "reference");
  cli::LocalFleet& fleet = fleet_.fleet();
  fleet.agent(0).Signal(SIGKILL);
  fleet.agent(0).WaitOrKill(std::chrono::seconds(10));
  auto& environment = fleet.agent_environment(0);
  environment["HANSA_STOP_AT"] = point;
  const fs::path stopped = scratch_.path() / "stopped";
  environment["HANSA_STOP_FILE"] = stopped.string();
  // When the agent stops its input is in the socket's queue: only the coordinator knows that it has
  // left it.
  const bool until_arrived = point == "after_masked_input";
  if (until_arrived) StopAt("~after_commit_alive");
  ASSERT_TRUE(fleet.StartAgent(0).ok()) << fleet_.Logs();
  EXPECT_TRUE(fleet_.AwaitConnected(kSites));
  const CommandResult run = Run("disturbed", [&] {
    EXPECT_TRUE(AwaitFile(stopped)) << "the point was never reached";
    EXPECT_TRUE(!until_arrived || AwaitFile(fired_)) << "not all inputs arrived";
    fleet.agent(0).Signal(SIGKILL);
    fleet.agent(0).WaitOrKill(std::chrono::seconds(10));
    environment.erase("HANSA_STOP_AT");
    EXPECT_TRUE(fleet.StartAgent(0).ok()) << fleet_.Logs();
  });
  if (point == "training") return ExpectUndisturbed(run, "disturbed");
  EXPECT_EQ(run.exit_code, 0) << run.output << run.errors << fleet_.Logs();
  EXPECT_EQ(EventsNamed(run, "round_failed").size(), 0u) << run.output;
  const auto rounds = EventsNamed(run, "round_finished");
  ASSERT_EQ(rounds.size(), 2u) << run.output;
  const bool was_in = until_arrived || point == "before_alive" || point == "before_unmask";
  // Keys and shares may be given while it trains: then it trains again and nobody misses it. Ready,
  // it may be killed before the session has begun or after: the others decide.
  if (point == "task_ready" || point == "before_advertise" || point == "before_shares") {
    EXPECT_GE(rounds[0]["clients"], kSites - 1) << run.output << fleet_.Logs();
  } else {
    EXPECT_EQ(rounds[0]["clients"], was_in ? kSites : kSites - 1) << run.output << fleet_.Logs();
  }
  EXPECT_EQ(rounds[1]["clients"], kSites) << run.output;
}

INSTANTIATE_TEST_SUITE_P(Places, KilledAgent,
                         ::testing::Values("training", "task_ready", "before_advertise",
                                           "before_shares", "before_masked_input",
                                           "after_masked_input", "before_alive", "before_unmask"),
                         [](const auto& place) { return std::string(place.param); });

}  // namespace
}  // namespace hansa::testing
