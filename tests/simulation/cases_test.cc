// Plans that once broke a promise, or nearly: one a file in cases/, each run again. A plan that
// names a planted bug must break one still.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "experiments/simulation/plan_text.h"
#include "experiments/simulation/simulation.h"

namespace hansa::testing {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> Cases() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(HANSA_SOURCE_DIR "/tests/simulation/cases"))
    files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

class Case : public ::testing::TestWithParam<fs::path> {};

TEST_P(Case, Replays) {
  std::ifstream file(GetParam());
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const auto plan = simulation::PlanFromText(text);
  ASSERT_TRUE(plan.ok()) << plan.error().Text();
  const auto outcome = Simulate(*plan, simulation::MakeFleetKeys(plan->sites));
  ASSERT_TRUE(outcome.ok()) << outcome.error().Text();
  if (plan->bug != PlantedBug::kNone) {
    EXPECT_FALSE(outcome->breaches.empty()) << "the planted bug was not found";
    return;
  }
  for (const simulation::Breach& breach : outcome->breaches)
    ADD_FAILURE() << breach.invariant << ": " << breach.what;
}

INSTANTIATE_TEST_SUITE_P(HANSA_CASES, Case, ::testing::ValuesIn(Cases()),
                         [](const auto& file) { return file.param.stem().string(); });

}  // namespace
}  // namespace hansa::testing
