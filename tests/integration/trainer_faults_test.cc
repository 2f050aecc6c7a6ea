// The trainer killed or hanging: the agent lives, the round goes on without it, and it trains again
// later.

#include <gtest/gtest.h>
#include <signal.h>

#include <fstream>
#include <thread>

#include "tests/integration/process_tree.h"
#include "tests/integration/test_fleet.h"

namespace hansa::testing {
namespace {

// 0 when there is none.
pid_t TrainerOf(pid_t parent) {
  const std::vector<pid_t> trainers = ChildrenOf(parent, "hansa-trainer");
  return trainers.empty() ? 0 : trainers.front();
}

pid_t AwaitTrainerOf(pid_t parent) {
  for (int i = 0; i < 3000; ++i) {
    if (const pid_t pid = TrainerOf(parent); pid != 0) return pid;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return 0;
}

CommandResult RunWithSignal(TestFleet& test, const JobOptions& job, int signal) {
  CommandResult run;
  std::thread runner([&] { run = test.RunJob(SyntheticJob(job)); });
  const pid_t trainer = AwaitTrainerOf(test.fleet().agent(0).pid());
  EXPECT_NE(trainer, 0);
  if (trainer != 0) ::kill(trainer, signal);
  runner.join();
  return run;
}

TEST(TrainerFaults, AKilledTrainerCostsOneRoundAtMost) {
  TestFleet test;
  JobOptions job;
  job.rounds = 8;
  const CommandResult run = RunWithSignal(test, job, SIGKILL);
  EXPECT_EQ(run.exit_code, 0) << run.output << run.errors << test.Logs();
  const auto rounds = EventsNamed(run, "round_finished");
  ASSERT_EQ(rounds.size(), 8u);
  EXPECT_EQ(rounds.back()["clients"], 4) << "its site should be back";
  EXPECT_FALSE(test.fleet().agent(0).TryWait().has_value()) << "the agent should live";
}

// In the middle of a training: the site says so and is missed in this round only.
TEST(TrainerFaults, KilledAtItsWork) {
  ScratchFolder scratch;
  const auto fired = scratch.path() / "fired", wanted = scratch.path() / "wanted";
  std::ofstream(wanted) << "trainer_training\n";
  TestFleetOptions options;
  options.environment[0] = {{"HANSA_STOP_AT", "@" + wanted.string()},
                            {"HANSA_STOP_FILE", fired.string()}};
  TestFleet test(options);
  CommandResult run;
  std::thread runner([&] { run = test.RunJob(SyntheticJob()); });
  EXPECT_TRUE(AwaitFile(fired)) << "the point was never reached";
  std::ofstream(wanted, std::ios::trunc) << "";
  const pid_t trainer = TrainerOf(test.fleet().agent(0).pid());
  EXPECT_NE(trainer, 0);
  if (trainer != 0) ::kill(trainer, SIGKILL);
  runner.join();
  EXPECT_EQ(run.exit_code, 0) << run.output << run.errors << test.Logs();
  const auto rounds = EventsNamed(run, "round_finished");
  ASSERT_EQ(rounds.size(), 2u) << run.output;
  EXPECT_EQ(rounds[0]["clients"], 3) << run.output;
  EXPECT_EQ(rounds[1]["clients"], 4) << run.output;
}

TEST(TrainerFaults, AHangingTrainerIsNoticedAndReplaced) {
  TestFleet test;
  JobOptions job;
  job.rounds = 3;
  job.training = "3s";
  const CommandResult run = RunWithSignal(test, job, SIGSTOP);
  EXPECT_EQ(run.exit_code, 0) << run.output << run.errors << test.Logs();
  EXPECT_EQ(EventsNamed(run, "round_finished").size(), 3u);
  EXPECT_FALSE(test.fleet().agent(0).TryWait().has_value()) << "the agent should live";
}

}  // namespace
}  // namespace hansa::testing
