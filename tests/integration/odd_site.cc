#include "tests/integration/odd_site.h"

#include <gtest/gtest.h>

#include "common/base/text.h"

namespace hansa::testing {

namespace fs = std::filesystem;

OddSite::OddSite() {
  fs::copy_file(fs::path(HANSA_BIN_DIR) / "hansa-client", programs_.path() / "hansa-client");
  fs::create_symlink(fs::path(HANSA_BIN_DIR) / ".." / "tests" / "trainer_odd_child",
                     programs_.path() / "hansa-trainer");
}

TestFleetOptions OddSite::Options(const std::string& fault, std::vector<std::string> before,
                                  const std::string& limits) const {
  TestFleetOptions options{.sites = kSites, .rows = 64};
  options.environment[kOdd] = {{"HANSA_ODD_CHILD", fault}};
  const std::string own = (programs_.path() / "hansa-client").string();
  // In place of the usual program, which is the first argument.
  before.insert(before.end(),
                {"/bin/sh", "-c", StrCat(limits, "shift; exec '", own, "' \"$@\""), "sh"});
  options.commands[kOdd] = std::move(before);
  return options;
}

CommandResult RunTwoRounds(TestFleet& fleet) {
  return fleet.RunJob(SyntheticJob({.rounds = 2, .training = "15s", .aggregating = "10s"}));
}

void ExpectRoundsWithoutOdd(const CommandResult& run, const TestFleet& fleet) {
  EXPECT_EQ(run.exit_code, 0) << run.output << run.errors << fleet.Logs();
  const auto rounds = EventsNamed(run, "round_finished");
  EXPECT_EQ(rounds.size(), 2u) << run.output;
  for (const auto& round : rounds) EXPECT_EQ(round["clients"], OddSite::kSites - 1) << run.output;
}

}  // namespace hansa::testing
