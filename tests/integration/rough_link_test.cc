// Every site's link is late and uneven, and ends again and again in the middle of messages, in one
// of the ways that real links end: by reset, cut short, known to one side only, or silent for a
// while. Jobs complete, and nobody's update is lost.

#include "tests/integration/rough_link.h"

#include <gtest/gtest.h>

#include <fstream>
#include <ostream>

#include "tests/integration/test_fleet.h"

namespace hansa::testing {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr size_t kSites = 4;

struct Case {
  std::string name;
  Roughness roughness;
};
void PrintTo(const Case& one, std::ostream* out) { *out << one.name; }

class RoughNetwork : public ::testing::TestWithParam<Case> {
 protected:
  void SetUp() override {
    roughness_ = GetParam().roughness;
    roughness_.seed = std::random_device{}();
    ASSERT_TRUE(fleet_.fleet().RestartWithHeartbeat("500ms").ok()) << fleet_.Logs();
    const std::string address = ReadWhole(fleet_.fleet().coordinator_folder() / "address");
    link_ = std::make_unique<RoughLink>(address.substr(0, address.find('\n')), roughness_);
    for (size_t i = 0; i < kSites; ++i) {
      std::ofstream(fleet_.fleet().site_folder(i) / "state" / "address")
          << link_->address() << '\n';
      ASSERT_TRUE(fleet_.fleet().StartAgent(i).ok()) << fleet_.Logs();
    }
  }
  void TearDown() override {
    if (HasFailure()) ADD_FAILURE() << "seed " << roughness_.seed << fleet_.Logs();
  }

  Roughness roughness_;
  TestFleet fleet_{{.sites = kSites, .rows = 64, .start_agents = false, .restartable = true}};
  std::unique_ptr<RoughLink> link_;
};

TEST_P(RoughNetwork, AJobCompletes) {
  const CommandResult run = fleet_.RunJob(SyntheticJob(
      {.rounds = 4, .quorum = 3, .target = kSites, .training = "30s", .aggregating = "15s"}));
  EXPECT_EQ(run.exit_code, 0) << run.output << run.errors;
  EXPECT_EQ(EventsNamed(run, "round_finished").size(), 4u) << run.output;
  ExpectEventsInOrder(run);
  for (const Ending ending : roughness_.endings)
    EXPECT_GT(link_->ended(ending), 0u) << "nothing ended this way";
  // On a calm line everybody is there again.
  link_->Calm();
  EXPECT_TRUE(fleet_.AwaitConnected(kSites));
  for (size_t i = 0; i < kSites; ++i)
    EXPECT_FALSE(fleet_.fleet().agent(i).TryWait().has_value()) << "an agent ended";
}

std::vector<Case> Cases() {
  const auto ends = [](Ending ending) {
    return Roughness{.latency = milliseconds(5),
                     .jitter = milliseconds(10),
                     .ends_after = 20000,
                     .endings = {ending},
                     .stall = milliseconds(1500)};
  };
  return {{"Late", {.latency = milliseconds(150), .jitter = milliseconds(150)}},
          {"Thin", {.latency = milliseconds(30), .bytes_per_second = 16000}},
          {"Reset", ends(Ending::kReset)},
          {"Truncated", ends(Ending::kTruncate)},
          {"HalfOpen", ends(Ending::kHalfOpen)},
          {"Stalled", ends(Ending::kStall)}};
}

INSTANTIATE_TEST_SUITE_P(Links, RoughNetwork, ::testing::ValuesIn(Cases()),
                         [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace hansa::testing
