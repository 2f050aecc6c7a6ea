#pragma once
// A fleet of small data in which one site's trainer is trainer_odd_child, which does what
// HANSA_ODD_CHILD names.

#include "tests/integration/test_fleet.h"

namespace hansa::testing {

class OddSite {
 public:
  static constexpr size_t kSites = 4, kOdd = 3;

  OddSite();

  // `before` is what the agent's command line begins with; `limits` are lines of the shell that
  // starts it, such as "ulimit ...; ".
  TestFleetOptions Options(const std::string& fault, std::vector<std::string> before,
                           const std::string& limits) const;

 private:
  ScratchFolder programs_;  // the agent finds its trainer beside itself
};

// Two rounds, in which a site that never answers is not waited for long.
CommandResult RunTwoRounds(TestFleet& fleet);
// They were completed by the others.
void ExpectRoundsWithoutOdd(const CommandResult& run, const TestFleet& fleet);

}  // namespace hansa::testing
