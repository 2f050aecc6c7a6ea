// A job with a network of the data scientist's own, through real processes: who runs it, who does
// not, and that a hostile one costs the site a task and no more.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <fstream>
#include <optional>
#include <thread>

#include "common/base/bytes.h"
#include "common/base/text.h"
#include "tests/integration/faulty_link.h"
#include "tests/integration/test_fleet.h"
#include "tests/support/replaced.h"
#include "tests/support/script_files.h"

namespace hansa::testing {
namespace {

using ::testing::HasSubstr;

TestFleetOptions Listing(const std::string& digest, size_t sites) {
  TestFleetOptions options;
  for (size_t i = 0; i < sites; ++i)
    options.policies[i] =
        StrCat("[policy]\njobs = [\"*\"]\ncolumns = [\"*\"]\nscripts = [\"", digest, "\"]\n");
  return options;
}

// The job with what hansa-client describe prints of the file, which is put beside it.
std::string ScriptJob(TestFleet& test, const std::string& file) {
  const auto path = test.folder() / "network.pt";
  std::ofstream(path, std::ios::binary) << file;
  const CommandResult described = RunProgram("hansa-client", {"describe", path.string()});
  EXPECT_EQ(described.exit_code, 0) << described.errors;
  return Replaced(SyntheticJob(), "architecture = \"mlp\"\nhidden = [4]\n", described.output);
}

TEST(TorchScriptJob, RunsWhereItsFileIsListedAndNowhereElse) {
  const std::string file = test::ScriptWithBuffers(2);
  TestFleet test(Listing(Hex(crypto::Sha256(AsSpan(file))), 3));
  const CommandResult run = test.RunJob(ScriptJob(test, file));
  ASSERT_EQ(run.exit_code, 0) << run.output << run.errors << test.Logs();
  const auto rounds = EventsNamed(run, "round_finished");
  ASSERT_EQ(rounds.size(), 2u);
  EXPECT_EQ(rounds.back()["clients"], 3);
  EXPECT_LT(rounds.back()["metrics"]["rmse"], rounds.front()["metrics"]["rmse"]);
  const auto declined = EventsNamed(run, "site_declined");
  ASSERT_EQ(declined.size(), 1u);
  EXPECT_THAT(declined[0].dump(), HasSubstr("policy.scripts"));

  const std::string out = (test.folder() / "pulled").string();
  ASSERT_EQ(test.Hansa({"model", "pull", "test-job", "--out", out}).exit_code, 0);
  EXPECT_EQ(test.Hansa({"model", "verify", out}).last()["network_file"], true);
  std::ofstream(out + "/network.pt", std::ios::app) << "more";
  EXPECT_EQ(test.Hansa({"model", "verify", out}).exit_code, 6);
  std::ofstream(out + "/network.pt", std::ios::binary) << file;
  EXPECT_EQ(std::filesystem::file_size(out + "/network.pt"), file.size());
  const std::string rows = (test.folder() / "site-0.csv").string();
  const CommandResult predicted = RunProgram("hansa-client", {"predict", out, rows, "--json"});
  EXPECT_EQ(predicted.exit_code, 0) << predicted.errors;
  std::filesystem::remove(out + "/network.pt");
  EXPECT_THAT(RunProgram("hansa-client", {"predict", out, rows}).errors,
              HasSubstr("--script FILE"));
}

TEST(TorchScriptJob, TwoJobsShareOneFile) {
  const std::string file = test::ScriptWithBuffers(2);
  TestFleet test(Listing(Hex(crypto::Sha256(AsSpan(file))), 4));
  const std::string job = ScriptJob(test, file);
  const CommandResult checked = RunProgram("hansa", {"job", "check", test.WriteJob(job).string(),
                                                     "--context", test.fleet().context().string()});
  EXPECT_THAT(checked.output, HasSubstr("network.pt, "));
  EXPECT_THAT(checked.output,
              HasSubstr("policy.scripts = [\"" + Hex(crypto::Sha256(AsSpan(file))) + "\"]"));
  ASSERT_EQ(test.RunJob(job).exit_code, 0) << test.Logs();
  const auto scripts = test.fleet().coordinator_folder() / "scripts";
  EXPECT_TRUE(std::filesystem::exists(scripts / Hex(crypto::Sha256(AsSpan(file)))));
  ASSERT_EQ(test.RunJob(Replaced(job, "name = \"test-job\"", "name = \"other\"")).exit_code, 0);
  const CommandResult collected = test.Hansa({"coordinator", "collect"});
  EXPECT_EQ(collected.exit_code, 0) << collected.errors;
  EXPECT_TRUE(std::filesystem::exists(scripts / Hex(crypto::Sha256(AsSpan(file)))))
      << "published versions need it";
}

TEST(TorchScriptJob, AnEndlessOneCostsTheTaskAndNoMore) {
  const std::string file = test::ScriptOf(
      2,
      "def forward(self, x):\n    while bool(x.size(0) < 1000):\n        y = x + 1\n    return x");
  TestFleet test(Listing(Hex(crypto::Sha256(AsSpan(file))), 4));
  std::string job = Replaced(ScriptJob(test, file), "training = \"20s\"", "training = \"3s\"");
  job = Replaced(job, "[rounds]\n", "[rounds]\nfailures_allowed = 0\n");
  const CommandResult run = test.RunJob(job);
  EXPECT_NE(run.exit_code, 0);
  for (size_t i = 0; i < 4; ++i)
    EXPECT_FALSE(test.fleet().agent(i).TryWait().has_value()) << "the agent should live";
  const CommandResult next = test.RunJob(SyntheticJob({.name = "next-job"}));
  EXPECT_EQ(next.exit_code, 0) << next.output << test.Logs();
}

// Its file comes in ranges: what had arrived when a process was killed is not fetched again.
class TorchScriptFetch : public ::testing::Test {
 protected:
  static constexpr uint64_t kBytes = 6 << 20;

  TorchScriptFetch() {
    options_.sites = 3;
    options_.start_agents = false;
    options_.restartable = true;
    test_.emplace(options_);
    const std::string address = ReadWhole(test_->fleet().coordinator_folder() / "address");
    link_.emplace(address.substr(0, address.find('\n')));
    std::ofstream(test_->fleet().site_folder(0) / "state" / "address") << link_->address() << '\n';
    for (size_t i = 0; i < 3; ++i) EXPECT_TRUE(test_->fleet().StartAgent(i).ok());
    EXPECT_TRUE(test_->AwaitConnected(3));
  }
  template <typename F>
  void Disturb(F disturb) {
    const std::string job = ScriptJob(*test_, file_);
    const uint64_t before = link_->carried();
    link_->BreakAfter(kBytes / 2, LinkState::kSilent);
    CommandResult run;
    std::thread runner([&] { run = test_->RunJob(job); });
    EXPECT_TRUE(link_->AwaitBroken());
    disturb();
    runner.join();
    ASSERT_EQ(run.exit_code, 0) << run.output << run.errors << test_->Logs();
    for (const auto& round : EventsNamed(run, "round_finished")) EXPECT_EQ(round["clients"], 3);
    EXPECT_LT(link_->carried() - before, kBytes * 3 / 2);
  }

  const std::string file_ = test::LargeScript(2, kBytes);
  TestFleetOptions options_ = Listing(Hex(crypto::Sha256(AsSpan(file_))), 3);
  std::optional<TestFleet> test_;
  std::optional<FaultyLink> link_;
};

TEST_F(TorchScriptFetch, GoesOnAfterTheAgentWasKilled) {
  Disturb([this] {
    test_->fleet().agent(0).Signal(SIGKILL);
    test_->fleet().agent(0).WaitOrKill(std::chrono::seconds(10));
    link_->Restore();
    EXPECT_TRUE(test_->fleet().StartAgent(0).ok());
  });
}

TEST_F(TorchScriptFetch, GoesOnAfterTheCoordinatorWasKilled) {
  Disturb([this] {
    test_->fleet().coordinator().Signal(SIGKILL);
    test_->fleet().coordinator().WaitOrKill(std::chrono::seconds(10));
    link_->Restore();
    EXPECT_TRUE(test_->fleet().StartCoordinator().ok());
  });
}

TEST(TorchScriptJob, AnotherFileThanTheJobNamesIsNotSubmitted) {
  const std::string file = test::ScriptWithBuffers(2);
  TestFleet test(Listing(Hex(crypto::Sha256(AsSpan(file))), 3));
  const std::string job = ScriptJob(test, file);
  std::ofstream(test.folder() / "network.pt", std::ios::app) << "more";
  const CommandResult run = test.RunJob(job);
  EXPECT_EQ(run.exit_code, 3);
  EXPECT_THAT(run.errors, HasSubstr("is not the file that the job names"));
}

}  // namespace
}  // namespace hansa::testing
