// A backup made of a folder and made into one again.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/bytes.h"
#include "common/base/text.h"
#include "coordinator/app/backup_run.h"
#include "coordinator/backup/restore_backup.h"
#include "coordinator/registry/model_store.h"
#include "coordinator/storage/sqlite/sqlite_store.h"
#include "tests/storage/sample_records.h"
#include "tests/support/job_file.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/model_version.h"

namespace hansa::coordinator {
namespace {

namespace fs = std::filesystem;
using namespace sample;
using ::testing::HasSubstr;

class BackupTest : public ::testing::Test {
 protected:
  BackupTest() {
    for (const char* name :
         {"coordinator.key", "curve.key", "authority.pub", "coordinator.cert", "operators"})
      Write(fs::path("state") / name, std::string("the ") + name);
    Write("coordinator.toml", "listen = \"tcp://127.0.0.1:0\"\n");
    Write("runs/over/events.jsonl", "{\"index\":0}\n{\"index\":1}\n");
    Write("runs/over/report.html", "<html>");
    // The file has a line that the store does not know yet, and half of another.
    Write("runs/on/events.jsonl", "{\"index\":0}\n{\"index\":1}\n{\"index\":2}\n{\"ind");
    store_ = std::move(SqliteStore::Open((dir_ / "state/store.db").string())).value();
    const SignedVersion made = MakeVersion(1);
    auto models = ModelStore::Open(dir_ / "models");
    EXPECT_TRUE(models->Put("wind-power", 1, {MakeBlob(made.model), made.json, made.sig}).ok());
    v1::VersionRecord version = Version(1, ToString(made.manifest.model_sha256));
    version.set_manifest(made.json);
    version.set_manifest_sig(made.sig);
    EXPECT_TRUE(store_
                    ->Commit(std::vector<Record>{
                        Job("over", "succeeded"), Job("on"), version, SessionNumberTaken{3},
                        Event("on", 0, "{\"index\":0}"), Event("on", 1, "{\"index\":1}")})
                    .ok());
  }
  void Write(const fs::path& path, const std::string& text) const {
    fs::create_directories((dir_ / path).parent_path());
    std::ofstream(dir_ / path) << text;
  }
  static std::string Read(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static void Flip(const fs::path& path) {
    std::string text = Read(path);
    text[text.size() / 2] = static_cast<char>(text[text.size() / 2] ^ 1);
    std::ofstream(path, std::ios::binary) << text;
  }
  Result<BackupManifest> Backup(const fs::path& out) {
    auto run = BackupRun::Start(*store_, {dir_, dir_ / "coordinator.toml", dir_ / "state"}, out,
                                1772366400000);
    if (!run.ok()) return std::move(run).error();
    while (!(*run)->Step()) std::this_thread::yield();
    return (*run)->result();
  }
  size_t EntriesIn(const fs::path& folder) const {
    return static_cast<size_t>(
        std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
  }

  test::TemporaryFolder folder_;
  const fs::path dir_ = folder_ / "coordinator", out_ = folder_ / "backup", to_ = folder_ / "to";
  std::unique_ptr<Store> store_;
};

TEST_F(BackupTest, ComesBackAsItWas) {
  const auto made = Backup(out_);
  ASSERT_TRUE(made.ok()) << made.error().Text();
  EXPECT_EQ(fs::status(out_).permissions() & fs::perms::all, fs::perms::owner_all);
  EXPECT_EQ(fs::status(out_ / "state/coordinator.key").permissions() & fs::perms::all,
            fs::perms::owner_read | fs::perms::owner_write);
  const auto restored = RestoreBackup(out_, to_);
  ASSERT_TRUE(restored.ok()) << restored.error().Text();
  EXPECT_EQ(restored->manifest.made_unix_ms, 1772366400000);
  for (const BackupFile& file : made->files) {
    if (file.path == "state/store.db" || file.path == "runs/on/events.jsonl") continue;
    EXPECT_EQ(Read(to_ / file.path), Read(dir_ / file.path)) << file.path;
  }
  auto store = std::move(SqliteStore::Open((to_ / "state/store.db").string())).value();
  EXPECT_EQ(store->Jobs()->size(), 2u);
  EXPECT_EQ(store->Versions()->size(), 1u);
  EXPECT_EQ(*store->LastSessionNumber(), 3 + kSessionNumbersSkipped);
  EXPECT_FALSE(fs::exists(to_ / kBackupManifest));
}

// Of a job that runs: the file that it needs, and no other.
class BackupWithAScript : public BackupTest {
 protected:
  BackupWithAScript() {
    std::string toml = hansa::testing::JobFile({{"script", "yes"}});
    toml.replace(toml.find("script_sha256 = \"") + 17, 64, name_);
    EXPECT_TRUE(store_->Commit(std::vector<Record>{Job("scripted", "running", toml)}).ok());
    Write(fs::path("scripts") / name_, file_);
    Write("scripts/" + std::string(64, '0'), "nobody's");
  }
  const std::string file_ = "a network";
  const std::string name_ = Hex(crypto::Sha256(AsSpan(file_)));
};

TEST_F(BackupWithAScript, ComesBackWithIt) {
  ASSERT_TRUE(Backup(out_).ok());
  ASSERT_TRUE(RestoreBackup(out_, to_).ok());
  EXPECT_EQ(Read(to_ / "scripts" / name_), file_);
  EXPECT_EQ(EntriesIn(to_ / "scripts"), 1u);
}

TEST_F(BackupWithAScript, ADamagedOrMissingOneIsNamed) {
  Flip(dir_ / "scripts" / name_);
  auto made = Backup(out_);
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().kind, ErrorKind::kVerification);
  EXPECT_THAT(made.error().Text(), HasSubstr(name_));
  fs::remove(dir_ / "scripts" / name_);
  made = Backup(out_);
  ASSERT_FALSE(made.ok());
  EXPECT_THAT(made.error().Text(), HasSubstr(name_));
}

TEST_F(BackupWithAScript, OneThatWasChangedInTheBackupIsNotRestored) {
  ASSERT_TRUE(Backup(out_).ok());
  Flip(out_ / "scripts" / name_);
  const auto restored = RestoreBackup(out_, to_);
  ASSERT_FALSE(restored.ok());
  EXPECT_THAT(restored.error().Text(), HasSubstr(name_));
  EXPECT_FALSE(fs::exists(to_));
}

TEST_F(BackupTest, ARunningJobsEventsEndWhereItsStoreEnds) {
  ASSERT_TRUE(Backup(out_).ok());
  EXPECT_EQ(Read(out_ / "runs/on/events.jsonl"), "{\"index\":0}\n{\"index\":1}\n");
}

TEST_F(BackupTest, ADamagedOrMissingModelIsNamed) {
  const fs::path model = dir_ / "models/wind-power/1/model.safetensors";
  Flip(model);
  auto made = Backup(out_);
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().kind, ErrorKind::kVerification);
  EXPECT_THAT(made.error().what, HasSubstr(model.string()));
  EXPECT_THAT(made.error().what, HasSubstr("wind-power version 1"));
  EXPECT_THAT(made.error().why, HasSubstr("SHA-256"));
  fs::remove(model);
  made = Backup(out_);
  EXPECT_THAT(made.error().what, HasSubstr(model.string()));
  EXPECT_EQ(EntriesIn(folder_.path()), 1u) << "nothing of it is left";
}

TEST_F(BackupTest, OnlyToANewFolderOutsideItself) {
  fs::create_directory(out_);
  EXPECT_EQ(Backup(out_).error().kind, ErrorKind::kRefused);
  EXPECT_EQ(Backup(dir_ / "backup").error().kind, ErrorKind::kRefused);
  EXPECT_EQ(Backup("backup").error().kind, ErrorKind::kBadInput);
  EXPECT_EQ(Backup(folder_ / "missing/backup").error().kind, ErrorKind::kBadInput);
  EXPECT_EQ(EntriesIn(out_), 0u);
}

TEST_F(BackupTest, GivenUpLeavesNothing) {
  {
    auto run =
        BackupRun::Start(*store_, {dir_, dir_ / "coordinator.toml", dir_ / "state"}, out_, 0);
    ASSERT_TRUE(run.ok());
    (*run)->Step();
  }
  EXPECT_EQ(EntriesIn(folder_.path()), 1u);
}

TEST_F(BackupTest, EveryDamageIsFoundBeforeAnythingIsWritten) {
  const auto made = Backup(out_);
  ASSERT_TRUE(made.ok());
  for (const BackupFile& file : made->files) {
    SCOPED_TRACE(file.path);
    const std::string text = Read(out_ / file.path);
    for (const bool missing : {false, true}) {
      if (missing)
        fs::remove(out_ / file.path);
      else
        Flip(out_ / file.path);
      const auto restored = RestoreBackup(out_, to_);
      ASSERT_FALSE(restored.ok());
      EXPECT_EQ(restored.error().kind, ErrorKind::kVerification);
      EXPECT_THAT(restored.error().Text(), HasSubstr((out_ / file.path).string()));
      EXPECT_EQ(EntriesIn(folder_.path()), 2u);
    }
    std::ofstream(out_ / file.path, std::ios::binary) << text;
  }
  EXPECT_TRUE(RestoreBackup(out_, to_).ok());
}

TEST_F(BackupTest, NeverOverSomethingThatIsThere) {
  ASSERT_TRUE(Backup(out_).ok());
  fs::create_directory(to_);
  ASSERT_TRUE(RestoreBackup(out_, to_).ok());  // empty
  const auto again = RestoreBackup(out_, to_);
  EXPECT_EQ(again.error().kind, ErrorKind::kRefused);
  EXPECT_EQ(RestoreBackup(out_, dir_).error().kind, ErrorKind::kRefused);
}

TEST_F(BackupTest, AListThatLeadsOutOfItIsRefused) {
  ASSERT_TRUE(Backup(out_).ok());
  const std::string list = Read(out_ / kBackupManifest);
  for (const char* path : {"../outside", "/etc/passwd", "models/../../x", ""}) {
    std::string evil = list;
    evil.replace(evil.find("coordinator.toml"), 16, path);
    std::ofstream(out_ / kBackupManifest) << evil;
    EXPECT_EQ(RestoreBackup(out_, to_).error().kind, ErrorKind::kBadInput) << path;
  }
  for (const char* text : {"", "{}", "[1]", "{\"format\":1,\"state\":\"state\",\"files\":[7]}"}) {
    std::ofstream(out_ / kBackupManifest) << text;
    EXPECT_EQ(RestoreBackup(out_, to_).error().kind, ErrorKind::kBadInput) << text;
  }
  fs::remove(out_ / kBackupManifest);
  EXPECT_EQ(RestoreBackup(out_, to_).error().kind, ErrorKind::kBadInput);
  EXPECT_FALSE(fs::exists(to_));
}

}  // namespace
}  // namespace hansa::coordinator
