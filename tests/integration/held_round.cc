#include "tests/integration/held_round.h"

#include <signal.h>

#include <fstream>
#include <thread>

namespace hansa::testing {

namespace fs = std::filesystem;

void HeldRound::Start(TestFleetOptions options) {
  options.sites = kSites;
  options.rows = 64;
  options.restartable = true;
  for (size_t i = 0; i < kSites; ++i)
    options.environment[i]["HANSA_TASK_SEED"] = std::to_string(100 + i);
  options.environment[kHeld]["HANSA_STOP_AT"] = "@" + wanted_.string();
  options.environment[kHeld]["HANSA_STOP_FILE"] = fired_.string();
  fleet_ = std::make_unique<TestFleet>(std::move(options));
}

CommandResult HeldRound::Run(const std::string& name) {
  return fleet_->RunJob(SyntheticJob({.name = name, .target = kSites, .aggregating = "20s"}));
}

CommandResult HeldRound::RunHeld(const std::string& name, const std::function<void()>& disturb) {
  EXPECT_TRUE(fleet_->AwaitConnected(kSites));
  fs::remove(fired_);
  std::ofstream(wanted_) << "training\n";
  CommandResult run;
  std::thread runner([&] { run = Run(name); });
  EXPECT_TRUE(AwaitFile(fired_)) << "the round never began";
  disturb();
  runner.join();
  return run;
}

// Started by this thread: a process of ours ends with the thread that started it.
void HeldRound::LetGo() {
  fs::remove(wanted_);
  ChildProcess& agent = held_ ? *held_ : fleet().agent(kHeld);
  agent.Signal(SIGKILL);
  agent.WaitOrKill(kEnd);
  auto started = fleet().StartClient(kHeld, {"run"});
  ASSERT_TRUE(started.ok()) << started.error().Text();
  held_.emplace(std::move(started).value());
}

}  // namespace hansa::testing
