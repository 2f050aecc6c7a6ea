// A site whose memory ends, as in a container with a limit: the kernel kills its trainer, or its
// agent. The rounds go on without it, and who was lost is told.

#include <gmock/gmock.h>

#include "tests/integration/memory_group.h"
#include "tests/integration/odd_site.h"

namespace hansa::testing {
namespace {

constexpr uint64_t kMost = 256u << 20;  // an agent takes a tenth of it

// Nobody may make such a group everywhere (a container seldom may): there are no cases then.
std::vector<std::string> WhoIsKilled() {
  if (!MemoryGroup(kMost).fault().empty()) return {};
  return {"Trainer", "Agent"};
}

class MemoryLimit : public ::testing::TestWithParam<std::string> {
 protected:
  static bool kills_agent() { return GetParam() == "Agent"; }
};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(MemoryLimit);

TEST_P(MemoryLimit, KillsAndTheRoundsGoOn) {
  const MemoryGroup group(kMost);
  ASSERT_EQ(group.fault(), "");
  const OddSite odd;
  TestFleet fleet(odd.Options("eat_memory", group.command(kills_agent()), ""));
  const CommandResult run = RunTwoRounds(fleet);
  ExpectRoundsWithoutOdd(run, fleet);
  const auto dropped = EventsNamed(run, "client_dropped");
  ASSERT_FALSE(dropped.empty()) << run.output;
  EXPECT_EQ(dropped[0]["site"], "site-3");
  EXPECT_NE(dropped[0]["reason"], "");
  EXPECT_GE(group.kills(), 1u);
  EXPECT_EQ(fleet.fleet().agent(OddSite::kOdd).TryWait().has_value(), kills_agent());
}
INSTANTIATE_TEST_SUITE_P(Kernel, MemoryLimit, ::testing::ValuesIn(WhoIsKilled()),
                         [](const auto& whose) { return whose.param; });

}  // namespace
}  // namespace hansa::testing
