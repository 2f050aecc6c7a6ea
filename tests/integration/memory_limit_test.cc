// A site whose memory ends, as in a container with a limit: the kernel kills its trainer, or its
// agent. The rounds go on without it, and who was lost is told.

#include <gmock/gmock.h>
#include <signal.h>

#include "common/base/text.h"
#include "tests/integration/memory_group.h"
#include "tests/integration/test_fleet.h"

namespace hansa::testing {
namespace {

namespace fs = std::filesystem;

constexpr size_t kSites = 4, kHungry = 3;
constexpr uint64_t kMost = 256u << 20;  // an agent takes a tenth of it

// Nobody may make such a group everywhere (a container seldom may): there are no cases then.
std::vector<std::string> WhoIsKilled() {
  if (!MemoryGroup(kMost).fault().empty()) return {};
  return {"Trainer", "Agent"};
}

class MemoryLimit : public ::testing::TestWithParam<std::string> {
 protected:
  // The agent finds its trainer beside itself, so it gets a folder of its own.
  TestFleetOptions Options(const MemoryGroup& group) {
    fs::copy_file(fs::path(HANSA_BIN_DIR) / "hansa-client", programs_.path() / "hansa-client");
    fs::create_symlink(fs::path(HANSA_BIN_DIR) / ".." / "tests" / "trainer_odd_child",
                       programs_.path() / "hansa-trainer");
    TestFleetOptions options{.sites = kSites, .rows = 64};
    options.environment[kHungry] = {{"HANSA_ODD_CHILD", "eat_memory"}};
    options.commands[kHungry] = group.command(GetParam() == "Agent");
    // In place of the usual program.
    options.commands[kHungry].insert(
        options.commands[kHungry].end(),
        {"/bin/sh", "-c",
         StrCat("shift; exec '", (programs_.path() / "hansa-client").string(), "' \"$@\""), "sh"});
    return options;
  }

  ScratchFolder programs_;
};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(MemoryLimit);

TEST_P(MemoryLimit, KillsAndTheRoundsGoOn) {
  const MemoryGroup group(kMost);
  ASSERT_EQ(group.fault(), "");
  TestFleet fleet(Options(group));
  const CommandResult run =
      fleet.RunJob(SyntheticJob({.rounds = 2, .training = "15s", .aggregating = "10s"}));
  EXPECT_EQ(run.exit_code, 0) << run.output << run.errors << fleet.Logs();
  const auto rounds = EventsNamed(run, "round_finished");
  ASSERT_EQ(rounds.size(), 2u) << run.output;
  for (const auto& round : rounds) EXPECT_EQ(round["clients"], kSites - 1) << run.output;
  const auto dropped = EventsNamed(run, "client_dropped");
  ASSERT_FALSE(dropped.empty()) << run.output;
  EXPECT_EQ(dropped[0]["site"], "site-3");
  EXPECT_NE(dropped[0]["reason"], "");
  EXPECT_GE(group.kills(), 1u);
  EXPECT_EQ(fleet.fleet().agent(kHungry).TryWait().has_value(), GetParam() == "Agent");
}
INSTANTIATE_TEST_SUITE_P(Kernel, MemoryLimit, ::testing::ValuesIn(WhoIsKilled()),
                         [](const auto& whose) { return whose.param; });

}  // namespace
}  // namespace hansa::testing
