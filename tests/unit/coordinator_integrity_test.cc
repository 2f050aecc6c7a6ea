#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/text.h"
#include "coordinator/app/integrity.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/model_version.h"

namespace hansa::coordinator {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class IntegrityTest : public ::testing::Test {
 protected:
  IntegrityTest() {
    for (const uint64_t version : {1, 2}) {
      const SignedVersion made = MakeVersion(version);
      EXPECT_TRUE(
          models_.Put("wind-power", version, {MakeBlob(made.model), made.json, made.sig}).ok());
      v1::VersionRecord record;
      record.set_name("wind-power");
      record.set_version(version);
      record.set_job_id("job");
      record.set_model_sha256(ToString(made.manifest.model_sha256));
      record.set_manifest(made.json);
      record.set_manifest_sig(made.sig);
      records_.push_back(record);
    }
    models_.Expect(records_);
  }
  fs::path Folder(uint64_t version) const {
    return folder_.path() / "models" / "wind-power" / std::to_string(version);
  }
  void Damage(uint64_t version, const char* file) const {
    std::fstream out(Folder(version) / file, std::ios::in | std::ios::out | std::ios::binary);
    out.seekp(20);
    out.put('\x7f');
  }
  template <typename T>
  static void ExpectNamed(const Result<T>& result, const fs::path& file) {
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().kind, ErrorKind::kVerification);
    EXPECT_THAT(result.error().Text(), HasSubstr(file.string()));
    EXPECT_THAT(result.error().why, HasSubstr("SHA-256"));
    EXPECT_THAT(result.error().next, HasSubstr("backup"));
  }
  static v1::JobRecord Job(const char* state) {
    v1::JobRecord job;
    job.set_job_id("job");
    job.set_state(state);
    return job;
  }

  test::TemporaryFolder folder_;
  ModelLibrary models_{ModelStore::Open(folder_.path() / "models").value()};
  std::vector<v1::VersionRecord> records_;
};

TEST_F(IntegrityTest, WholeFilesPass) {
  for (const auto& record : records_) EXPECT_TRUE(models_.Check(record).ok());
}

TEST_F(IntegrityTest, ADamagedFileIsNamedWithBothDigests) {
  for (const char* file : {"model.safetensors", "manifest.json", "manifest.sig"}) {
    const std::string name = StrCat("copy-", file);
    fs::copy_file(Folder(1) / file, folder_ / name);
    Damage(1, file);
    ExpectNamed(models_.Check(records_[0]), Folder(1) / file);
    fs::rename(folder_ / name, Folder(1) / file);
    EXPECT_TRUE(models_.Check(records_[0]).ok());
  }
  Damage(1, "model.safetensors");
  const Result<> checked = models_.Check(records_[0]);
  EXPECT_THAT(checked.error().why, HasSubstr(Hex(AsSpan(records_[0].model_sha256()))));
}

// Whole, and right by its own manifest, but not what was published.
TEST_F(IntegrityTest, AnotherModelInItsPlaceIsNamed) {
  SignedVersion other = MakeVersion(1);
  other.weights.values[0] += 1;
  other.Rewrite();
  fs::remove_all(Folder(1));
  ModelLibrary models(ModelStore::Open(folder_.path() / "models").value());
  ASSERT_TRUE(models.Put("wind-power", 1, {MakeBlob(other.model), other.json, other.sig}).ok());
  ExpectNamed(models.Check(records_[0]), Folder(1) / "model.safetensors");
}

TEST_F(IntegrityTest, MissingFilesAreNamedAndTheirNumberIsNotTaken) {
  fs::remove_all(Folder(2));
  ModelLibrary models(ModelStore::Open(folder_.path() / "models").value());
  models.Expect(records_);
  ExpectNamed(models.Check(records_[1]), Folder(2) / "model.safetensors");
  ExpectNamed(models.Get("wind-power", 2), Folder(2) / "model.safetensors");
  EXPECT_EQ(models.NextVersion("wind-power"), 3u);
}

TEST_F(IntegrityTest, ARunningJobsNewestVersionIsNeeded) {
  Damage(1, "model.safetensors");
  EXPECT_TRUE(CheckRunningJobs(models_, {Job("running")}, records_).ok());
  Damage(2, "model.safetensors");
  ExpectNamed(CheckRunningJobs(models_, {Job("running")}, records_),
              Folder(2) / "model.safetensors");
  EXPECT_TRUE(CheckRunningJobs(models_, {Job("succeeded")}, records_).ok());
}

TEST_F(IntegrityTest, AFolderWithAPastHasAStore) {
  const fs::path store = folder_ / "store.db", models = folder_ / "models", runs = folder_ / "runs";
  for (const bool empty : {false, true}) {
    if (empty) folder_.Write("store.db", "");
    const Result<> checked = CheckStoreIsThere(store, models, runs);
    ASSERT_FALSE(checked.ok());
    EXPECT_THAT(checked.error().what, HasSubstr(empty ? "is empty" : "is missing"));
    EXPECT_THAT(checked.error().next, HasSubstr("backup"));
  }
  folder_.Write("store.db", "something");
  EXPECT_TRUE(CheckStoreIsThere(store, models, runs).ok());
  fs::remove(store);
  fs::remove_all(models);
  EXPECT_TRUE(CheckStoreIsThere(store, models, runs).ok());  // new
}

}  // namespace
}  // namespace hansa::coordinator
