// The authority's directory: in the operator's context, and on a machine without a network, which
// is a folder that no coordinator is told of.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <fstream>

#include "tests/integration/test_fleet.h"

namespace hansa::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::HasSubstr;

// hansa ARGUMENTS... --context FOLDER --json
CommandResult HansaIn(const fs::path& folder, std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--context", folder.string(), "--json"});
  return RunProgram("hansa", std::move(arguments));
}

class OfflineAuthority : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(RunProgram("hansa", {"authority", "init", authority_.string()}).exit_code, 0);
  }
  CommandResult Authority(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "authority");
    return HansaIn(authority_, std::move(arguments));
  }
  std::string At(const std::string& file) const { return (scratch_.path() / file).string(); }
  // A coordinator's folder and context whose authority is this one, certified.
  void MakeCoordinator() {
    const CommandResult made = HansaIn(
        context_, {"coordinator", "init", coordinator_.string(), "--listen", "tcp://127.0.0.1:7423",
                   "--authority", (authority_ / "authority.pub").string()});
    ASSERT_EQ(made.exit_code, 0) << made.errors;
    EXPECT_EQ(made.last()["certified"], false);
    const CommandResult certified = Authority(
        {"certify", (coordinator_ / "coordinator.request").string(), "--out", At("cert")});
    ASSERT_EQ(certified.exit_code, 0) << certified.errors;
    EXPECT_EQ(certified.last()["keys"], made.last()["keys"]);
    ASSERT_EQ(
        HansaIn(context_, {"coordinator", "certify", coordinator_.string(), At("cert")}).exit_code,
        0);
  }
  ScratchFolder scratch_;
  const fs::path authority_ = scratch_.path() / "authority",
                 context_ = scratch_.path() / "operator",
                 coordinator_ = scratch_.path() / "coordinator";
};

TEST_F(OfflineAuthority, KeepsItsKeyToItself) {
  EXPECT_EQ(fs::status(authority_ / "authority.key").permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
  MakeCoordinator();
  EXPECT_FALSE(fs::exists(context_ / "authority.key"));
  EXPECT_FALSE(fs::exists(context_ / "authority.book"));
  EXPECT_EQ(RunProgram("hansa", {"authority", "init", authority_.string()}).exit_code, 5)
      << "a second time";
}

TEST_F(OfflineAuthority, ACoordinatorWaitsForItsCertificate) {
  ASSERT_EQ(HansaIn(context_,
                    {"coordinator", "init", coordinator_.string(), "--listen", "tcp://127.0.0.1:0",
                     "--authority", (authority_ / "authority.pub").string()})
                .exit_code,
            0);
  const CommandResult start = RunProgram("hansa-coordinator", {"--config", coordinator_.string()});
  EXPECT_EQ(start.exit_code, 3);
  EXPECT_THAT(start.errors, HasSubstr("hansa coordinator certify"));
  // Another coordinator's certificate, by the same authority.
  ASSERT_EQ(
      HansaIn(scratch_.path() / "other-context", {"coordinator", "init", At("other"), "--authority",
                                                  (authority_ / "authority.pub").string()})
          .exit_code,
      0);
  ASSERT_EQ(Authority({"certify", At("other/coordinator.request"), "--out", At("cert")}).exit_code,
            0);
  EXPECT_EQ(
      HansaIn(context_, {"coordinator", "certify", coordinator_.string(), At("cert")}).exit_code,
      6);
}

TEST_F(OfflineAuthority, SaysWhatChangesWithEachDirectory) {
  MakeCoordinator();
  for (const char* name : {"a", "b"})
    ASSERT_EQ(Authority({"invite", name, "--out", At(name)}).exit_code, 0);
  EXPECT_EQ(Authority({"invite", "a", "--out", At("again")}).exit_code, 5);
  json first = Authority({"directory", "--out", At("1")}).last();
  EXPECT_EQ(first["epoch"], 1);
  EXPECT_EQ(first["added"], json({"a", "b"}));
  EXPECT_EQ(Authority({"directory", "--out", At("1")}).exit_code, 5) << "not overwritten";
  EXPECT_EQ(Authority({"directory", "--out", At("1b")}).last()["epoch"], 1) << "nothing changed";

  ASSERT_EQ(Authority({"revoke", "a"}).exit_code, 0);
  EXPECT_EQ(Authority({"revoke", "c"}).exit_code, 3);
  const json second = Authority({"directory", "--out", At("2")}).last();
  EXPECT_EQ(second["epoch"], 2);
  EXPECT_EQ(second["removed"], json({"a"}));
  EXPECT_EQ(second["sites"], 1);
  const CommandResult shown = Authority({"show", At("2")});
  EXPECT_EQ(shown.exit_code, 0) << shown.errors;
  EXPECT_EQ(shown.lines()[0]["listed_until"], 2);
  EXPECT_EQ(shown.last()["epoch"], 2);
}

TEST_F(OfflineAuthority, AFileThatWasChangedOnItsWayIsRefused) {
  MakeCoordinator();
  ASSERT_EQ(Authority({"invite", "a", "--out", At("a")}).exit_code, 0);
  ASSERT_EQ(Authority({"directory", "--out", At("1")}).exit_code, 0);
  json file = json::parse(ReadWhole(At("1")));
  file["sites"] = json::array();
  std::ofstream(At("1")) << file.dump();
  EXPECT_EQ(Authority({"show", At("1")}).exit_code, 5);
  std::ofstream(At("1")) << "{";
  EXPECT_EQ(Authority({"show", At("1")}).exit_code, 3);
}

// A fleet whose authority is taken to a folder of its own.
class MovedAuthority : public ::testing::Test {
 protected:
  MovedAuthority() : test_({.sites = 4, .restartable = true}) {}
  void SetUp() override {
    const CommandResult moved = test_.Hansa({"authority", "move", authority_.string()});
    ASSERT_EQ(moved.exit_code, 0) << moved.errors;
  }
  CommandResult Authority(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "authority");
    return HansaIn(authority_, std::move(arguments));
  }
  fs::path Directory(const std::string& file) const {
    const fs::path out = test_.folder() / file;
    const CommandResult signed_one = Authority({"directory", "--out", out.string()});
    EXPECT_EQ(signed_one.exit_code, 0) << signed_one.errors;
    return out;
  }
  TestFleet test_;
  const fs::path authority_ = test_.folder() / "authority";
};

TEST_F(MovedAuthority, ARevocationBitesByEpoch) {
  EXPECT_EQ(test_.Hansa({"status"}).last()["directory_epoch"], 4) << "one an invitation";
  const CommandResult before = test_.RunJob(SyntheticJob({.name = "first"}));
  ASSERT_EQ(before.exit_code, 0) << before.output << test_.Logs();
  EXPECT_EQ(EventsNamed(before, "round_finished").back()["clients"], 4);

  // The operator alone can neither revoke nor invite any more.
  EXPECT_EQ(test_.Hansa({"site", "revoke", "site-3"}).exit_code, 3);
  EXPECT_EQ(
      test_.Hansa({"site", "invite", "x", "--out", (test_.folder() / "x").string()}).exit_code, 3);

  ASSERT_EQ(Authority({"revoke", "site-3"}).exit_code, 0);
  const fs::path file = Directory("5.directory");
  const CommandResult published = test_.Hansa({"authority", "publish", file.string()});
  ASSERT_EQ(published.exit_code, 0) << published.errors;
  EXPECT_EQ(published.last()["epoch"], 5);
  EXPECT_EQ(published.last()["revoked"], 1);
  EXPECT_EQ(test_.Hansa({"site", "show", "site-3"}).last()["state"], "revoked");
  const CommandResult after = test_.RunJob(SyntheticJob({.name = "second"}));
  ASSERT_EQ(after.exit_code, 0) << after.output << test_.Logs();
  EXPECT_EQ(EventsNamed(after, "round_finished").back()["clients"], 3);
}

// A new site by files alone: nothing of it works before the directory is published.
TEST_F(MovedAuthority, AnInvitationWorksOnceItsDirectoryIsPublished) {
  const fs::path invitation = test_.folder() / "new.invitation";
  ASSERT_EQ(Authority({"invite", "new", "--out", invitation.string()}).exit_code, 0);
  const auto join = [&] {
    return RunProgram("hansa-client", {"join", invitation.string(), "--state",
                                       (test_.folder() / "new-state").string()});
  };
  EXPECT_NE(join().exit_code, 0);
  const CommandResult published =
      test_.Hansa({"authority", "publish", Directory("5.directory").string()});
  ASSERT_EQ(published.exit_code, 0) << published.errors;
  EXPECT_EQ(published.last()["registered"], 1);
  fs::remove_all(test_.folder() / "new-state");
  const CommandResult joined = join();
  EXPECT_EQ(joined.exit_code, 0) << joined.errors;
}

// An old directory, put back by whoever runs the coordinator: no site that saw the newer one takes
// part.
TEST_F(MovedAuthority, AnOlderDirectoryIsRefusedByTheCoordinatorAndBySites) {
  const fs::path old = Directory("4.directory");
  ASSERT_EQ(Authority({"revoke", "site-3"}).exit_code, 0);
  // The coordinator as it was before the revocation, restored from a backup.
  const fs::path backup = test_.folder() / "backup";
  ASSERT_EQ(test_.Hansa({"coordinator", "backup", "--out", backup.string()}).exit_code, 0);
  ASSERT_EQ(test_.Hansa({"authority", "publish", Directory("5.directory").string()}).exit_code, 0);
  const CommandResult refused = test_.Hansa({"authority", "publish", old.string()});
  EXPECT_EQ(refused.exit_code, 5);
  EXPECT_THAT(refused.output, HasSubstr("epoch 5 was published"));
  ASSERT_EQ(test_.RunJob(SyntheticJob({.name = "first"})).exit_code, 0) << test_.Logs();

  test_.fleet().coordinator().Signal(SIGTERM);
  test_.fleet().coordinator().WaitOrKill(std::chrono::seconds(10));
  const fs::path folder = test_.fleet().coordinator_folder();
  const std::string config = ReadWhole(folder / "coordinator.toml");
  fs::rename(folder, test_.folder() / "newer");
  ASSERT_EQ(
      test_.Hansa({"coordinator", "restore", "--from", backup.string(), "--to", folder.string()})
          .exit_code,
      0);
  std::ofstream(folder / "coordinator.toml") << config;
  ASSERT_TRUE(test_.fleet().StartCoordinator().ok());
  EXPECT_EQ(test_.Hansa({"status"}).last()["directory_epoch"], 4);
  // One forgets nothing by a restart of its own.
  test_.fleet().agent(0).Signal(SIGTERM);
  test_.fleet().agent(0).WaitOrKill(std::chrono::seconds(10));
  ASSERT_TRUE(test_.fleet().StartAgent(0).ok());
  ASSERT_TRUE(test_.AwaitConnected(3));  // the fourth was told that it is revoked, and rests
  const CommandResult run = test_.RunJob(SyntheticJob({.name = "second", .rounds = 1}));
  EXPECT_NE(run.exit_code, 0) << "sites that saw epoch 5 took part";
  EXPECT_THAT(ReadWhole(test_.fleet().log("site-0")), HasSubstr("this site saw epoch 5"));
}

// A context of an earlier version has a key and no book.
TEST(Adoption, AFleetWithoutADirectoryGetsOne) {
  TestFleet test;
  const fs::path book = test.fleet().context() / "authority.book";
  fs::remove(book);
  const fs::path invitation = test.folder() / "new.invitation";
  const CommandResult invited = test.Hansa({"site", "invite", "new", "--out", invitation.string()});
  EXPECT_EQ(invited.exit_code, 3);
  EXPECT_THAT(invited.output, HasSubstr("hansa authority adopt"));
  ASSERT_EQ(test.Hansa({"site", "revoke", "site-3"}).exit_code, 0) << "needs no book";

  const CommandResult adopted = test.Hansa({"authority", "adopt"});
  ASSERT_EQ(adopted.exit_code, 0) << adopted.errors;
  EXPECT_EQ(adopted.lines().size(), 5u);
  EXPECT_EQ(adopted.last()["sites"], 3);
  EXPECT_EQ(adopted.last()["epoch"], 5) << "above the one that was published";
  ASSERT_EQ(test.Hansa({"site", "invite", "new", "--out", invitation.string()}).exit_code, 0);
  const CommandResult run = test.RunJob(SyntheticJob());
  EXPECT_EQ(run.exit_code, 0) << run.output << test.Logs();
  EXPECT_EQ(EventsNamed(run, "round_finished").back()["clients"], 3);
}

}  // namespace
}  // namespace hansa::testing
