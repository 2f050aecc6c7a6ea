// Real processes, one agent of which cheats in every session and signs it: it is convicted, its job
// ends well without it, and the evidence holds in front of everybody.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/integration/test_fleet.h"

#ifdef HANSA_PLANTED_BUGS
namespace hansa::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::HasSubstr;

constexpr size_t kCheat = 1, kHonest = 0;

struct Case {
  const char* bug;
  size_t lost_rounds;
};

class CheatingAgent : public ::testing::TestWithParam<Case> {
 protected:
  static TestFleetOptions Options() {
    TestFleetOptions options;
    options.environment[kCheat] = {{"HANSA_PLANTED_BUG", GetParam().bug}};
    return options;
  }
};

TEST_P(CheatingAgent, IsConvictedAndLeftOut) {
  TestFleet fleet(Options());
  const CommandResult run = fleet.RunJob(SyntheticJob());
  ASSERT_EQ(run.exit_code, 0) << run.output << run.errors << fleet.Logs();
  const auto convicted = EventsNamed(run, "site_convicted");
  ASSERT_EQ(convicted.size(), 1u) << run.output;
  EXPECT_EQ(convicted[0]["fault"], GetParam().bug);
  const std::string cheat = convicted[0]["site"];
  EXPECT_EQ(EventsNamed(run, "round_failed").size(), GetParam().lost_rounds) << run.output;
  const auto rounds = EventsNamed(run, "round_finished");
  ASSERT_EQ(rounds.size(), 2u);
  EXPECT_EQ(rounds[1]["clients"], 3) << run.output;
  const json finished = EventsNamed(run, "job_finished").at(0);
  const std::string job = finished["job_id"];

  // What is left of it, for everybody.
  const fs::path file = fleet.fleet().coordinator_folder() / "runs" / job /
                        convicted[0]["evidence"].get<std::string>();
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  const CommandResult audit = fleet.Hansa({"audit", "culprit", file.string()});
  ASSERT_EQ(audit.exit_code, 0) << audit.output << audit.errors;
  EXPECT_EQ(audit.last()["site_id"], convicted[0]["site_id"]);
  EXPECT_EQ(audit.last()["fault"], GetParam().bug);
  const CommandResult alone =
      RunProgram("hansa", {"audit", "culprit", file.string(), "--authority",
                           (fleet.fleet().context() / "authority.pub").string()});
  EXPECT_EQ(alone.exit_code, 0) << alone.output << alone.errors;
  EXPECT_THAT(alone.output, HasSubstr("Convicted: site "));
  EXPECT_EQ(fleet.Client(kHonest, {"audit", file.string(), "--json"}).last()["own"], false);
  EXPECT_EQ(fleet.Client(kCheat, {"audit", file.string(), "--json"}).last()["own"], true);

  std::string altered = ReadWhole(file);
  altered[altered.size() / 2] = static_cast<char>(altered[altered.size() / 2] ^ 1);
  const fs::path other = fleet.folder() / "altered.culprit";
  std::ofstream(other, std::ios::binary) << altered;
  EXPECT_EQ(fleet.Hansa({"audit", "culprit", other.string()}).exit_code, 6);
  EXPECT_EQ(fleet.Client(kHonest, {"audit", other.string()}).exit_code, 6);

  const fs::path backup = fleet.folder() / "backup";
  ASSERT_EQ(fleet.Hansa({"coordinator", "backup", "--out", backup.string()}).exit_code, 0);
  EXPECT_EQ(ReadWhole(backup / fs::relative(file, fleet.fleet().coordinator_folder())),
            ReadWhole(file));

  // Why it was not asked any more.
  const json shown = fleet.Hansa({"job", "show", job}).last();
  ASSERT_EQ(shown["left_out"].size(), 1u) << shown;
  EXPECT_EQ(shown["left_out"][0]["site"], cheat);
  const json site = fleet.Hansa({"site", "show", cheat}).last();
  ASSERT_EQ(site["left_out"].size(), 1u) << site;
  EXPECT_EQ(site["left_out"][0]["job_id"], job);
}

INSTANTIATE_TEST_SUITE_P(Both, CheatingAgent,
                         ::testing::Values(Case{"false_dealing", 1}, Case{"false_share", 0}),
                         [](const auto& tried) { return std::string(tried.param.bug); });

}  // namespace
}  // namespace hansa::testing
#endif
