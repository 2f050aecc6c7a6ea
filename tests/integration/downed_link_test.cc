// One site is another host, and the link to it goes down for a while: no reset, no answer, as when
// a cable is pulled. Everything that the round needs from the site comes after, and nothing is
// lost.

#include <gtest/gtest.h>

#include <thread>

#include "common/base/text.h"
#include "tests/integration/held_round.h"
#include "tests/integration/network_namespace.h"

namespace hansa::testing {
namespace {

class DownedLink : public HeldRound {};

TEST_F(DownedLink, TheRoundWaitsForTheSiteBehindIt) {
  NetworkNamespace host;
  ASSERT_EQ(host.fault(), "");
  TestFleetOptions options;
  options.listen = StrCat("tcp://", host.address(), ":0");
  options.commands[2] = host.command();
  Start(std::move(options));
  const CommandResult run = RunHeld("behind-the-link", [&] {
    EXPECT_TRUE(host.SetLink(false));
    LetGo();
    std::this_thread::sleep_for(std::chrono::seconds(1));
    EXPECT_TRUE(host.SetLink(true));
  });
  EXPECT_EQ(run.exit_code, 0) << run.output << run.errors << fleet_->Logs();
  const auto rounds = EventsNamed(run, "round_finished");
  ASSERT_EQ(rounds.size(), 2u) << run.output;
  for (const auto& round : rounds) EXPECT_EQ(round["clients"], kSites) << run.output << fleet_->Logs();
}

}  // namespace
}  // namespace hansa::testing
