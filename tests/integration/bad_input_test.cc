// What bad input gets: a clear error at the gate, the right exit code, nothing lost, nobody else
// harmed.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <fstream>

#include "tests/integration/test_fleet.h"
#include "tests/support/replaced.h"

namespace hansa::testing {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;

// The reasons of every site in the output of `job check`.
std::string Reasons(const CommandResult& check) {
  std::string out;
  for (const json& line : check.lines()) {
    for (const json& reason : line.value("reasons", json::array()))
      out += reason.get<std::string>() + "\n";
  }
  return out;
}

TEST(BadInput, AMisspeltKeyInAJobIsNamedWithTheRightOne) {
  TestFleet test({.sites = 0});
  const auto file = test.WriteJob(Replaced(SyntheticJob(), "batch_size", "batchsize"));
  const CommandResult check = test.Hansa({"job", "check", file.string()});
  EXPECT_EQ(check.exit_code, 3);
  EXPECT_THAT(check.errors,
              AllOf(HasSubstr("batchsize"), HasSubstr("batch_size"), HasSubstr("job.toml:17:")));
}

TEST(BadInput, AMisspeltKeyInASiteFileIsNamed) {
  TestFleet test({.sites = 1, .start_agents = false});
  const auto file = test.fleet().site_folder(0) / "site.toml";
  const std::string text = ReadWhole(file);
  std::ofstream(file) << Replaced(text, "columns", "colums");
  const CommandResult check = test.Client(0, {"check"});
  EXPECT_EQ(check.exit_code, 3) << check.output << check.errors;
  EXPECT_THAT(check.output + check.errors, AllOf(HasSubstr("colums"), HasSubstr("columns")));
}

TEST(BadInput, AFeatureThatNoSiteHasIsToldPerSite) {
  TestFleet test({.sites = 3});
  JobOptions job;
  job.extra_features = ", { column = \"x3\" }";
  // The sites' policy allows what they do not have, so that the data speaks.
  const auto file = test.WriteJob(SyntheticJob(job));
  const CommandResult check = test.Hansa({"job", "check", file.string()});
  EXPECT_EQ(check.exit_code, 7) << check.output << check.errors;
  EXPECT_THAT(Reasons(check), HasSubstr("x3"));
  EXPECT_EQ(check.last()["able"], 0);
}

TEST(BadInput, AJobThatThePolicyRefusesIsToldPerSite) {
  TestFleetOptions options;
  options.sites = 3;
  options.policies[1] = "[policy]\njobs = [\"another-job\"]\ncolumns = [\"*\"]\n";
  TestFleet test(options);
  const auto file = test.WriteJob(SyntheticJob());
  const CommandResult check = test.Hansa({"job", "check", file.string()});
  EXPECT_EQ(check.exit_code, 7) << check.output << check.errors;
  EXPECT_EQ(check.last()["able"], 2) << check.output;
  EXPECT_THAT(Reasons(check), HasSubstr("test-job"));
}

TEST(BadInput, ExpressionsThatWriteAttachOrReadElsewhereAreRefusedBySites) {
  TestFleet test({.sites = 3});
  for (const char* expression :
       {"(SELECT count(*) FROM sqlite_master)", "1),(2", "x1 > 5; DROP TABLE data",
        "ATTACH 'x' AS y", "load_extension('x')", "randomblob(9) > 1", "\\\"nosuch\\\" > 5"}) {
    const auto file = test.WriteJob(Replaced(
        SyntheticJob(), "\ntrain = ", std::string("\ndrop = [\"") + expression + "\"]\ntrain = "));
    const CommandResult check = test.Hansa({"job", "check", file.string()});
    EXPECT_EQ(check.exit_code, 7) << expression << check.output << check.errors;
    EXPECT_EQ(check.last().value("able", 99), 0) << expression << check.output;
  }
  // The agents are unharmed.
  EXPECT_EQ(test.RunJob(SyntheticJob({.quorum = 3, .target = 3})).exit_code, 0) << test.Logs();
}

TEST(BadInput, BrokenLinesAreCountedAndNamed) {
  TestFleet test({.sites = 3, .start_agents = false});
  const auto data = test.folder() / "site-0.csv";
  std::ofstream(data, std::ios::app)
      << "2014-01-01T00:00:00Z,1\n2014-01-01T00:00:00Z,one,0.5,3\n,,,\n";
  for (size_t i = 0; i < 3; ++i) ASSERT_TRUE(test.fleet().StartAgent(i).ok());
  const CommandResult run = test.RunJob(SyntheticJob({.quorum = 3, .target = 3}));
  EXPECT_EQ(run.exit_code, 0) << run.output << test.Logs();
  test.fleet().Stop();  // the agent writes its report at its end, if not before
  const std::string report = ReadWhole(test.fleet().report(0, "test-job"));
  EXPECT_THAT(report, AllOf(HasSubstr("broken_line"), HasSubstr("not_a_number")));
}

TEST(BadInput, ASiteWithNoRowsLeftSaysSoAndTheOthersGoOn) {
  TestFleet test({.sites = 4, .start_agents = false});
  std::ofstream(test.folder() / "site-2.csv") << "time,x1,x2,y\n";
  for (size_t i = 0; i < 4; ++i) ASSERT_TRUE(test.fleet().StartAgent(i).ok());
  const CommandResult run = test.RunJob(SyntheticJob());
  EXPECT_EQ(run.exit_code, 0) << run.output << test.Logs();
  EXPECT_EQ(EventsNamed(run, "round_finished").back()["clients"], 3);
}

TEST(BadInput, FewerSitesThanTheQuorumEndsWithEachReason) {
  TestFleetOptions options;
  options.sites = 3;
  options.policies[0] = "[policy]\njobs = [\"another-job\"]\ncolumns = [\"*\"]\n";
  TestFleet test(options);
  std::string job = Replaced(SyntheticJob({.quorum = 3, .target = 3}), "selecting = \"20s\"",
                             "selecting = \"1s\"");
  const CommandResult run = test.RunJob(job);
  EXPECT_EQ(run.exit_code, 7) << run.output << run.errors << test.Logs();
  EXPECT_THAT(run.output, HasSubstr("site-0"));
}

TEST(BadInput, ACoordinatorThatDoesNotRun) {
  TestFleet test({.sites = 0});
  test.fleet().coordinator().Signal(SIGKILL);
  test.fleet().coordinator().WaitOrKill(std::chrono::milliseconds(2000));
  const CommandResult list = test.Hansa({"job", "list"});
  EXPECT_EQ(list.exit_code, 4);
  EXPECT_THAT(list.errors, HasSubstr("hansa-coordinator"));
}

TEST(BadInput, APortInUse) {
  TestFleet test({.sites = 0});
  const std::string address = ReadWhole(test.fleet().context() / "address");
  ScratchFolder other;
  const std::string folder = (other.path() / "coordinator").string();
  ASSERT_EQ(RunProgram("hansa", {"coordinator", "init", folder, "--listen",
                                 address.substr(0, address.find('\n')), "--context",
                                 (other.path() / "context").string()})
                .exit_code,
            0);
  const CommandResult second =
      RunProgram("hansa-coordinator", {"--config", folder + "/coordinator.toml"});
  EXPECT_EQ(second.exit_code, 3);
  EXPECT_THAT(second.errors, HasSubstr("listens on this port already"));
}

TEST(BadInput, AMisspeltCommandGetsTheNearestRightOne) {
  const CommandResult result = RunProgram("hansa", {"job", "chekc", "x.toml"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.errors, HasSubstr("check"));
}

TEST(BadInput, EveryCommandExplainsItselfWithAnExample) {
  for (const auto& words : std::vector<std::vector<std::string>>{{"--help"},
                                                                 {"demo", "--help"},
                                                                 {"coordinator", "init", "--help"},
                                                                 {"site", "invite", "--help"},
                                                                 {"site", "list", "--help"},
                                                                 {"job", "run", "--help"},
                                                                 {"model", "predict", "--help"},
                                                                 {"status", "--help"}}) {
    const CommandResult help = RunProgram("hansa", words);
    EXPECT_EQ(help.exit_code, 0);
    EXPECT_THAT(help.output, HasSubstr("Example")) << words.front();
  }
  for (const char* program : {"hansa", "hansa-client", "hansa-coordinator"}) {
    EXPECT_THAT(RunProgram(program, {"--version"}).output, HasSubstr("0.1")) << program;
    EXPECT_THAT(RunProgram(program, {"--help"}).output, HasSubstr("Example")) << program;
  }
}

}  // namespace
}  // namespace hansa::testing
