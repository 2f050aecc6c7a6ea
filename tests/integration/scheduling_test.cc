// Several jobs over the same sites, pauses, stop rules and plans with real processes.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "common/base/time.h"
#include "tests/integration/test_fleet.h"

namespace hansa::testing {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

json StateOf(const TestFleet& test, const std::string& job_id) {
  return test.Hansa({"job", "show", job_id}).last();
}

// Until the job is in that state; at most half a minute.
bool Await(const TestFleet& test, const std::string& job_id, const std::string& state) {
  const Instant until = ReadClocks().instant + seconds(30);
  while (ReadClocks().instant < until)
    if (StateOf(test, job_id).value("state", "") == state) return true;
  return false;
}

TEST(Scheduling, TwoJobsShareTheirSites) {
  TestFleet test;
  JobOptions first, second;
  first.name = "first";
  second.name = "second";
  first.rounds = second.rounds = 5;
  const auto submitted =
      test.Hansa({"job", "submit", test.WriteJob(SyntheticJob(first), "first.toml").string()});
  ASSERT_EQ(submitted.exit_code, 0) << submitted.errors;
  const CommandResult run = test.RunJob("priority = 7\n" + SyntheticJob(second));
  ASSERT_EQ(run.exit_code, 0) << run.output << test.Logs();
  EXPECT_TRUE(Await(test, submitted.last()["job_id"], "succeeded")) << test.Logs();
  EXPECT_TRUE(EventsNamed(run, "client_dropped").empty()) << run.output;  // nobody was busy
  EXPECT_TRUE(EventsNamed(run, "round_failed").empty()) << run.output;
}

TEST(Scheduling, APauseLastsOverARestart) {
  TestFleet test({.restartable = true});
  JobOptions options;
  options.rounds = 100000;
  const auto submitted =
      test.Hansa({"job", "submit", test.WriteJob(SyntheticJob(options)).string()});
  const std::string job = submitted.last()["job_id"];
  const CommandResult paused = test.Hansa({"job", "pause", job});
  ASSERT_EQ(paused.exit_code, 0) << paused.errors;
  EXPECT_TRUE(Await(test, job, "paused")) << test.Logs();
  const json before = StateOf(test, job);
  EXPECT_THAT(before["waiting"].get<std::string>(), HasSubstr("hansa job resume"));

  test.fleet().coordinator().Signal(SIGKILL);
  test.fleet().coordinator().WaitOrKill(seconds(10));
  ASSERT_TRUE(test.fleet().StartCoordinator().ok());
  ASSERT_TRUE(test.AwaitConnected(4)) << test.Logs();
  EXPECT_EQ(StateOf(test, job)["state"], "paused");
  EXPECT_EQ(StateOf(test, job)["rounds_done"], before["rounds_done"]);

  EXPECT_EQ(test.Hansa({"job", "resume", job}).exit_code, 0);
  EXPECT_TRUE(Await(test, job, "running")) << test.Logs();
  EXPECT_EQ(test.Hansa({"job", "resume", job}).exit_code, 3);  // it is not paused
  EXPECT_EQ(test.Hansa({"job", "cancel", job}).exit_code, 0);
  EXPECT_EQ(test.Hansa({"job", "pause", job}).exit_code, 3);  // it has ended
}

TEST(Scheduling, AJobIsDoneWhenItIsGoodEnough) {
  TestFleet test;
  JobOptions options;
  options.rounds = 50;
  options.more = "[stop]\nmetric = \"rmse\"\nbelow = 1e6\n";
  const CommandResult run = test.RunJob(SyntheticJob(options));
  ASSERT_EQ(run.exit_code, 0) << run.output << run.errors;
  const json finished = EventsNamed(run, "job_finished").at(0);
  EXPECT_EQ(finished["state"], "succeeded");
  EXPECT_EQ(finished["code"], "stopped");
  EXPECT_EQ(finished["rounds_done"], 1);
  EXPECT_EQ(finished["best"]["version"], 1);
  EXPECT_EQ(StateOf(test, finished["job_id"])["best"]["metric"], "rmse");
}

// The sizes of the plan are those that a round then takes.
TEST(Scheduling, AJobsPlanIsShownBeforeItStarts) {
  TestFleet test;
  const std::string file = test.WriteJob(SyntheticJob(), "plan.toml").string();
  const json unknown = test.Hansa({"job", "check", file}).last()["plan"];
  EXPECT_EQ(unknown["asked"], 4);
  EXPECT_EQ(unknown["summed"], 4);
  EXPECT_EQ(unknown["round_seconds"], nullptr);
  EXPECT_EQ(unknown["conflicts"], json::array());

  const CommandResult run = test.RunJob(SyntheticJob());
  ASSERT_EQ(run.exit_code, 0) << run.output << run.errors;
  const json round = EventsNamed(run, "round_finished").back();
  const double up = round["bytes_up"].get<double>() / 4,
               down = round["bytes_down"].get<double>() / 4;
  EXPECT_GT(unknown["up_bytes"].get<double>(), up / 2);
  EXPECT_LT(unknown["up_bytes"].get<double>(), up * 2);
  EXPECT_GT(unknown["down_bytes"].get<double>(), down / 2);
  EXPECT_LT(unknown["down_bytes"].get<double>(), down * 2);
  const CommandResult again = test.Hansa({"job", "check", file});
  EXPECT_GT(again.last()["plan"]["round_seconds"], 0) << again.output;
}

}  // namespace
}  // namespace hansa::testing
