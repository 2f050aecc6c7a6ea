// A data file that becomes unreadable while the agent runs: the site declines and says why, the
// others go on, and with the file back it takes part again.

#include <gmock/gmock.h>

#include <fstream>
#include <functional>
#include <ostream>

#include "tests/integration/test_fleet.h"

namespace hansa::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

struct Loss {
  std::string name;
  std::function<void(const fs::path&)> happens;
};
void PrintTo(const Loss& loss, std::ostream* out) { *out << loss.name; }

class LostFile : public ::testing::TestWithParam<Loss> {
 protected:
  static constexpr size_t kSites = 4;
  CommandResult Run(const std::string& name) {
    return fleet_.RunJob(SyntheticJob({.name = name, .aggregating = "20s"}));
  }
  TestFleet fleet_{{.sites = kSites, .rows = 64}};
};

TEST_P(LostFile, CostsTheJobOnlyItsSite) {
  ExpectUndisturbed(Run("before"), kSites);
  const fs::path file = fleet_.folder() / "site-2.csv", kept = fleet_.folder() / "kept.csv";
  fs::copy_file(file, kept);
  GetParam().happens(file);
  const CommandResult run = Run("without");
  EXPECT_EQ(run.exit_code, 0) << run.output << run.errors << fleet_.Logs();
  for (const auto& round : EventsNamed(run, "round_finished"))
    EXPECT_EQ(round["clients"], kSites - 1) << run.output;
  EXPECT_THAT(run.output, HasSubstr("site-2")) << "the reason is not told";
  EXPECT_FALSE(fleet_.fleet().agent(2).TryWait().has_value()) << "its agent should live";

  fs::remove_all(file);
  fs::copy_file(kept, file);
  ExpectUndisturbed(Run("afterwards"), kSites);
}

INSTANTIATE_TEST_SUITE_P(
    Losses, LostFile,
    ::testing::Values(Loss{"Removed", [](const fs::path& file) { fs::remove(file); }},
                      Loss{"AFolder",
                           [](const fs::path& file) {
                             fs::remove(file);
                             fs::create_directory(file);
                           }},
                      Loss{"CutGzip",
                           [](const fs::path& file) {
                             std::ofstream(file, std::ios::binary) << "\x1f\x8b\x08 cut";
                           }},
                      Loss{"Emptied", [](const fs::path& file) { std::ofstream(file) << ""; }}),
    [](const auto& loss) { return loss.param.name; });

}  // namespace
}  // namespace hansa::testing
