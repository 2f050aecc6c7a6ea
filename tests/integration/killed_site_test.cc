// A site killed (SIGKILL) at every named step of a round: the job goes on without it and never
// hangs, and the published model is bit for bit what the plain sum over U2 gives.

#include <gtest/gtest.h>
#include <signal.h>

#include <cstring>
#include <ostream>
#include <thread>

#include "common/codec/safetensors.h"
#include "tests/integration/test_fleet.h"

namespace hansa::testing {
namespace {

namespace fs = std::filesystem;

constexpr size_t kSites = 4;
constexpr size_t kKilled = 1;

struct Step {
  std::string name;
  bool input_arrived = false;  // before the site was killed
};
void PrintTo(const Step& step, std::ostream* out) { *out << step.name; }

// A site's input to the first session, before masking: `size` numbers of 64 bits.
std::vector<uint64_t> FirstInput(const fs::path& file, size_t size) {
  const std::string bytes = ReadWhole(file);
  std::vector<uint64_t> out(size);
  EXPECT_GE(bytes.size(), size * sizeof(uint64_t));
  if (bytes.size() >= size * sizeof(uint64_t)) {
    std::memcpy(out.data(), bytes.data(), size * sizeof(uint64_t));
  }
  return out;
}

std::vector<float> Weights(const fs::path& file) {
  const std::string bytes = ReadWhole(file);
  const auto read =
      ReadSafetensors(ByteSpan(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()));
  EXPECT_TRUE(read.ok()) << file;
  return read.ok() ? read->model.values : std::vector<float>{};
}

// Federated averaging as docs/protocol describes it, of the sites' own inputs: each element is the
// site's row count times a weight's change in units of 2^-24, the last one is the row count.
std::vector<float> PlainRound(const std::vector<float>& base, const std::vector<fs::path>& inputs) {
  std::vector<uint64_t> sum(base.size() + 1);
  for (const fs::path& input : inputs) {
    const auto values = FirstInput(input, sum.size());
    for (size_t i = 0; i < sum.size(); ++i) sum[i] += values[i];
  }
  std::vector<float> next;
  for (size_t i = 0; i < base.size(); ++i) {
    const double update = static_cast<double>(static_cast<int64_t>(sum[i])) / (1 << 24);
    next.push_back(static_cast<float>(base[i] + update / static_cast<double>(sum.back())));
  }
  return next;
}

class KilledSite : public ::testing::TestWithParam<Step> {
 protected:
  fs::path Input(size_t site) const { return scratch_.path() / std::to_string(site); }

  TestFleetOptions Options() {
    TestFleetOptions options;
    options.sites = kSites;
    for (size_t i = 0; i < kSites; ++i)
      options.environment[i]["HANSA_INPUT_FILE"] = Input(i).string();
    options.environment[kKilled]["HANSA_STOP_AT"] = GetParam().name;
    options.environment[kKilled]["HANSA_STOP_FILE"] = fired_.string();
    options.coordinator_environment = {{"HANSA_STOP_AT", "~after_commit_alive"},
                                       {"HANSA_STOP_FILE", all_arrived_.string()}};
    return options;
  }

  CommandResult RunAndKill() {
    JobOptions job;
    job.training = "4s";
    job.aggregating = "3s";
    CommandResult run;
    std::thread runner([&] { run = fleet_.RunJob(SyntheticJob(job)); });
    EXPECT_TRUE(AwaitFile(fired_)) << "the stop point was never reached";
    // What the agent has put into its socket may be there still.
    EXPECT_TRUE(!GetParam().input_arrived || AwaitFile(all_arrived_)) << "inputs are missing";
    fleet_.fleet().agent(kKilled).Signal(SIGKILL);
    runner.join();
    return run;
  }

  ScratchFolder scratch_;
  const fs::path fired_ = scratch_.path() / "fired";
  const fs::path all_arrived_ = scratch_.path() / "all-arrived";
  TestFleet fleet_{Options()};
};

TEST_P(KilledSite, AtThisStepTheJobGoesOn) {
  const CommandResult run = RunAndKill();
  EXPECT_EQ(run.exit_code, 0) << run.output << run.errors << fleet_.Logs();
  const auto rounds = EventsNamed(run, "round_finished");
  ASSERT_EQ(rounds.size(), 2u) << run.output;
  EXPECT_EQ(rounds.front()["clients"], GetParam().input_arrived ? 4 : 3);
  EXPECT_EQ(rounds.back()["clients"], 3) << run.output;

  std::vector<fs::path> included;
  for (size_t i = 0; i < kSites; ++i) {
    if (i != kKilled || GetParam().input_arrived) included.push_back(Input(i));
  }
  const fs::path models = fleet_.fleet().coordinator_folder() / "models" / "test-job";
  const auto base = Weights(models / "0" / "model.safetensors");
  ASSERT_FALSE(base.empty());
  EXPECT_EQ(Weights(models / "1" / "model.safetensors"), PlainRound(base, included));
}

INSTANTIATE_TEST_SUITE_P(Steps, KilledSite,
                         ::testing::Values(Step{"training", false}, Step{"task_ready", false},
                                           Step{"before_advertise", false},
                                           Step{"before_shares", false},
                                           Step{"before_masked_input", false},
                                           Step{"after_masked_input", true},
                                           Step{"before_alive", true}, Step{"before_unmask", true}),
                         [](const auto& step) { return step.param.name; });

}  // namespace
}  // namespace hansa::testing
