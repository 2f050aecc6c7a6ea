// One site's trainer never gets ready, never answers, writes garbage, or eats memory until it is
// ended: the rounds go on without that site, and its agent lives.

#include <gmock/gmock.h>

#include <fstream>
#include <ostream>

#include "common/base/text.h"
#include "tests/integration/test_fleet.h"

namespace hansa::testing {
namespace {

namespace fs = std::filesystem;

struct Oddity {
  std::string name;
  std::string fault;  // of trainer_odd_child
};
void PrintTo(const Oddity& oddity, std::ostream* out) { *out << oddity.name; }

class OddTrainer : public ::testing::TestWithParam<Oddity> {
 protected:
  static constexpr size_t kSites = 4, kOdd = 3;

  // The agent finds its trainer beside itself, so it gets a folder of its own.
  TestFleetOptions Options() {
    fs::copy_file(fs::path(HANSA_BIN_DIR) / "hansa-client", programs_.path() / "hansa-client");
    fs::create_symlink(fs::path(HANSA_BIN_DIR) / ".." / "tests" / "trainer_odd_child",
                       programs_.path() / "hansa-trainer");
    TestFleetOptions options{.sites = kSites, .rows = 64};
    options.environment[kOdd] = {{"HANSA_ODD_CHILD", GetParam().fault}};
    const std::string own = (programs_.path() / "hansa-client").string();
    // At most 1.5 GiB of addresses, for it and for what it starts.
    options.commands[kOdd] = {"/bin/sh", "-c",
                              StrCat("ulimit -v 1572864; shift; exec '", own, "' \"$@\""), "sh"};
    return options;
  }

  ScratchFolder programs_;
  TestFleet fleet_{Options()};
};

TEST_P(OddTrainer, CostsTheRoundsOnlyItsSite) {
  const CommandResult run =
      fleet_.RunJob(SyntheticJob({.rounds = 2, .training = "15s", .aggregating = "10s"}));
  EXPECT_EQ(run.exit_code, 0) << run.output << run.errors << fleet_.Logs();
  const auto rounds = EventsNamed(run, "round_finished");
  ASSERT_EQ(rounds.size(), 2u) << run.output;
  for (const auto& round : rounds) EXPECT_EQ(round["clients"], kSites - 1) << run.output;
  EXPECT_FALSE(fleet_.fleet().agent(kOdd).TryWait().has_value())
      << "the agent should live: " << ReadWhole(fleet_.fleet().log("site-3"));
}

INSTANTIATE_TEST_SUITE_P(
    Oddities, OddTrainer,
    ::testing::Values(Oddity{"NeverReady", "silent"}, Oddity{"NeverEnds", "hang"},
                      Oddity{"Garbage", "garbage"}, Oddity{"HugeFrame", "huge_frame"},
                      Oddity{"WrongSize", "short_values"}, Oddity{"Dies", "die_busy"},
                      Oddity{"EatsMemory", "eat_memory"}),
    [](const auto& oddity) { return oddity.param.name; });

}  // namespace
}  // namespace hansa::testing
