// A site killed (SIGKILL) at every named step of a round: the job goes on without it and never
// hangs.

#include <gtest/gtest.h>
#include <signal.h>

#include <thread>

#include "tests/integration/test_fleet.h"

namespace hansa::testing {
namespace {

class KilledSite : public ::testing::TestWithParam<std::string> {};

TEST_P(KilledSite, AtThisStepTheJobGoesOn) {
  ScratchFolder scratch;
  const auto fired = scratch.path() / "fired";
  TestFleetOptions options;
  options.environment[1] = {{"HANSA_STOP_AT", GetParam()}, {"HANSA_STOP_FILE", fired.string()}};
  TestFleet test(options);

  JobOptions job;
  job.training = "4s";
  job.aggregating = "3s";
  CommandResult run;
  std::thread runner([&] { run = test.RunJob(SyntheticJob(job)); });
  const bool reached = AwaitFile(fired);
  test.fleet().agent(1).Signal(SIGKILL);
  runner.join();

  EXPECT_TRUE(reached) << "the stop point was never reached";
  EXPECT_EQ(run.exit_code, 0) << run.output << run.errors << test.Logs();
  const auto rounds = EventsNamed(run, "round_finished");
  ASSERT_EQ(rounds.size(), 2u) << run.output;
  EXPECT_EQ(rounds.back()["clients"], 3) << run.output;
}

INSTANTIATE_TEST_SUITE_P(Steps, KilledSite,
                         ::testing::Values("training", "task_ready", "before_advertise",
                                           "before_shares", "before_masked_input",
                                           "after_masked_input", "before_alive", "before_unmask"),
                         [](const auto& step) { return step.param; });

}  // namespace
}  // namespace hansa::testing
