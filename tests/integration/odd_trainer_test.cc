// One site's trainer never gets ready, never answers, writes garbage, or eats memory until it is
// ended: the rounds go on without that site, and its agent lives.

#include <gmock/gmock.h>

#include <ostream>

#include "tests/integration/odd_site.h"

namespace hansa::testing {
namespace {

// At most 1.5 GiB of addresses, for the agent and for what it starts.
constexpr const char* kAddresses = "ulimit -v 1572864; ";

struct Oddity {
  std::string name;
  std::string fault;  // of trainer_odd_child
};
void PrintTo(const Oddity& oddity, std::ostream* out) { *out << oddity.name; }

class OddTrainer : public ::testing::TestWithParam<Oddity> {};

TEST_P(OddTrainer, CostsTheRoundsOnlyItsSite) {
  const OddSite odd;
  TestFleet fleet(odd.Options(GetParam().fault, {}, kAddresses));
  const CommandResult run = RunTwoRounds(fleet);
  ExpectRoundsWithoutOdd(run, fleet);
  EXPECT_FALSE(fleet.fleet().agent(OddSite::kOdd).TryWait().has_value())
      << "the agent should live: " << ReadWhole(fleet.fleet().log("site-3"));
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
