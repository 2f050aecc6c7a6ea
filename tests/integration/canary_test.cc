// Raw and normalised values of a site never appear in what leaves its agent, nor in the
// coordinator's folder; and a leak planted in a test build is found.

#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <sstream>

#include "tests/integration/test_fleet.h"

namespace hansa::testing {
namespace {

namespace fs = std::filesystem;

// Values that nothing else would produce. The job's scale for x1 is 8, its mean 3: the model sees
// (value - 3) / 8.
constexpr double kMarked[] = {5.8713264501, -7.3391820457};
constexpr double kMean = 3, kScale = 8;

template <typename T>
std::string BytesOf(T value) {
  std::string out(sizeof value, '\0');
  std::memcpy(out.data(), &value, sizeof value);
  return out;
}

std::string Text(double value, int digits) {
  std::ostringstream out;
  out.precision(digits);
  out << value;
  return out.str();
}

// Each marked value, raw and normalised, as text, f32 and f64.
std::vector<std::string> Needles() {
  std::vector<std::string> out;
  for (const double raw : kMarked) {
    for (const double value : {raw, (raw - kMean) / kScale}) {
      out.push_back(Text(value, 7));
      out.push_back(BytesOf(static_cast<float>(value)));
      out.push_back(BytesOf(value));
    }
  }
  return out;
}

size_t Leaks(const std::string& bytes) {
  size_t found = 0;
  for (const std::string& needle : Needles())
    found += bytes.find(needle) != std::string::npos ? 1 : 0;
  return found;
}

std::string EverythingIn(const fs::path& folder) {
  std::string out;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) out += ReadWhole(entry.path());
  }
  return out;
}

struct Seen {
  size_t sent = 0;         // leaks in what left the agent
  size_t coordinator = 0;  // leaks in the coordinator's folder
  size_t bytes = 0;        // that left the agent
};

Seen RunMarked(bool plant_a_leak) {
  ScratchFolder scratch;
  const fs::path tap = scratch.path() / "tap";
  TestFleetOptions options;
  options.start_agents = false;
  options.environment[0] = {{"HANSA_TAP_FILE", tap.string()}};
  if (plant_a_leak) options.environment[0]["HANSA_PLANT_LEAK"] = "1";
  TestFleet test(options);
  std::ofstream data(test.folder() / "site-0.csv", std::ios::app);
  for (const double value : kMarked)
    data << "2014-06-01T00:00:00Z," << Text(value, 11) << ",0.5,1\n";
  for (const double value : kMarked)
    data << "2015-06-01T00:00:00Z," << Text(value, 11) << ",0.5,1\n";
  data.close();
  for (size_t i = 0; i < 4; ++i) EXPECT_TRUE(test.fleet().StartAgent(i).ok());

  std::string job = SyntheticJob();
  const std::string plain = "{ column = \"x1\" }";
  job.replace(job.find(plain), plain.size(), "{ column = \"x1\", mean = 3.0, scale = 8.0 }");
  const CommandResult run = test.RunJob(job);
  EXPECT_EQ(run.exit_code, 0) << run.output << run.errors << test.Logs();
  const std::string sent = ReadWhole(tap);
  return {Leaks(sent), Leaks(EverythingIn(test.fleet().coordinator_folder())), sent.size()};
}

TEST(Canary, NoMarkedValueLeavesTheSite) {
  const Seen seen = RunMarked(false);
  EXPECT_GT(seen.bytes, 1000u) << "the tap saw too little to prove anything";
  EXPECT_EQ(seen.sent, 0u);
  EXPECT_EQ(seen.coordinator, 0u);
}

TEST(Canary, APlantedLeakIsFound) { EXPECT_GT(RunMarked(true).sent, 0u); }

TEST(Canary, TheScannerSeesEachForm) {
  for (const std::string& needle : Needles()) EXPECT_EQ(Leaks("before" + needle + "after"), 1u);
  EXPECT_EQ(Leaks("nothing here"), 0u);
}

}  // namespace
}  // namespace hansa::testing
