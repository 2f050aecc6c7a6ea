// Who may be a site: invitations used, expired, forged; keys nobody knows; revocation in the middle
// of a job.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <fstream>
#include <thread>

#include "tests/integration/test_fleet.h"

namespace hansa::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::HasSubstr;

class Enrolment : public ::testing::Test {
 protected:
  fs::path Invite(const std::string& name, const std::string& expires = "1h") {
    const fs::path file = test_.folder() / (name + ".invitation");
    const CommandResult invited =
        test_.Hansa({"site", "invite", name, "--out", file.string(), "--expires", expires});
    EXPECT_EQ(invited.exit_code, 0) << invited.errors;
    return file;
  }
  CommandResult Join(const fs::path& invitation, const std::string& state) {
    return RunProgram("hansa-client",
                      {"join", invitation.string(), "--state", (test_.folder() / state).string()});
  }
  std::string StateOf(const std::string& name) {
    for (const json& line : test_.Hansa({"site", "list"}).lines()) {
      if (line.value("name", "") == name) return line["state"];
    }
    return "";
  }

  TestFleet test_{{.sites = 0}};
};

TEST_F(Enrolment, AnInvitationIsForOneUse) {
  const fs::path invitation = Invite("plant");
  EXPECT_EQ(fs::status(invitation).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(StateOf("plant"), "invited");
  const CommandResult first = Join(invitation, "first");
  EXPECT_EQ(first.exit_code, 0) << first.errors << test_.Logs();
  EXPECT_EQ(StateOf("plant"), "enrolled");
  const CommandResult second = Join(invitation, "second");
  EXPECT_EQ(second.exit_code, 5) << second.errors;
}

TEST_F(Enrolment, AnExpiredInvitationIsRefused) {
  const fs::path invitation = Invite("late", "1s");
  std::this_thread::sleep_for(std::chrono::milliseconds(1200));
  const CommandResult joined = Join(invitation, "late");
  EXPECT_EQ(joined.exit_code, 5) << joined.errors;
  EXPECT_THAT(joined.errors, HasSubstr("expired"));
}

TEST_F(Enrolment, AForgedInvitationIsRefused) {
  const fs::path invitation = Invite("plant");
  json file = json::parse(ReadWhole(invitation));
  std::string payload = file["certificate"]["payload"];
  payload[4] = payload[4] == 'A' ? 'B' : 'A';
  file["certificate"]["payload"] = payload;
  std::ofstream(invitation) << file.dump();
  fs::permissions(invitation, fs::perms::owner_read | fs::perms::owner_write);
  const CommandResult joined = Join(invitation, "forged");
  EXPECT_EQ(joined.exit_code, 6) << joined.errors;
  EXPECT_EQ(StateOf("plant"), "invited");
}

TEST_F(Enrolment, AnInvitationThatOthersCanReadIsRefused) {
  const fs::path invitation = Invite("plant");
  fs::permissions(invitation, fs::perms::owner_all | fs::perms::others_read);
  const CommandResult joined = Join(invitation, "wide");
  EXPECT_EQ(joined.exit_code, 5) << joined.errors;
  EXPECT_THAT(joined.errors, HasSubstr("chmod 600"));
}

TEST(Revocation, EndsALiveSessionAndTheJobGoesOn) {
  ScratchFolder scratch;
  const fs::path fired = scratch.path() / "fired";
  TestFleetOptions options;
  options.environment[2] = {{"HANSA_STOP_AT", "before_masked_input"},
                            {"HANSA_STOP_FILE", fired.string()}};
  TestFleet test(options);
  CommandResult run;
  JobOptions job;
  job.aggregating = "20s";  // longer than the test waits: only the revocation can end the wait
  std::thread runner([&] { run = test.RunJob(SyntheticJob(job)); });
  EXPECT_TRUE(AwaitFile(fired));
  const CommandResult revoked = test.Hansa({"site", "revoke", "site-2"});
  EXPECT_EQ(revoked.exit_code, 0) << revoked.errors;
  runner.join();
  EXPECT_EQ(run.exit_code, 0) << run.output << run.errors << test.Logs();
  EXPECT_EQ(EventsNamed(run, "round_finished").back()["clients"], 3);
  // Its agent cannot come back.
  test.fleet().agent(2).Signal(SIGKILL);
  const CommandResult check = test.Hansa({"site", "show", "site-2"});
  EXPECT_EQ(check.last()["state"], "revoked");
}

TEST(Revocation, ARevokedSiteIsToldAndStaysOut) {
  TestFleet test;
  EXPECT_EQ(test.Hansa({"site", "revoke", "site-3"}).exit_code, 0);
  const CommandResult run = test.RunJob(SyntheticJob());
  EXPECT_EQ(run.exit_code, 0) << run.output << test.Logs();
  for (const json& round : EventsNamed(run, "round_finished")) EXPECT_EQ(round["clients"], 3);
  EXPECT_THAT(ReadWhole(test.fleet().log("site-3")), HasSubstr("revoked"));
}

TEST(UnknownKey, IsDeniedAndNobodyIsHarmed) {
  TestFleet test({.sites = 3});
  // An operator of another coordinator.
  ScratchFolder other;
  const fs::path context = other.path() / "context";
  ASSERT_EQ(RunProgram("hansa", {"coordinator", "init", (other.path() / "c").string(), "--context",
                                 context.string()})
                .exit_code,
            0);
  for (const char* file : {"address", "server.key"}) {
    fs::copy_file(test.fleet().context() / file, context / file,
                  fs::copy_options::overwrite_existing);
  }
  const CommandResult denied = RunProgram("hansa", {"site", "list", "--context", context.string()});
  EXPECT_EQ(denied.exit_code, 5) << denied.errors;
  const CommandResult run = test.RunJob(SyntheticJob({.quorum = 3, .target = 3}));
  EXPECT_EQ(run.exit_code, 0) << run.output << test.Logs();
}

}  // namespace
}  // namespace hansa::testing
