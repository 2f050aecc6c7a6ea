// Whatever is on disk and in the store: no removal touches a version that anything refers to.

#include <gtest/gtest.h>

#include <random>

#include "coordinator/app/model_sweep.h"
#include "tests/support/job_file.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/model_version.h"

namespace hansa::coordinator {
namespace {

constexpr uint64_t kVersions = 5;

// The models "a", "b" and "c", each made by a job of its own.
class RandomFolder {
 public:
  explicit RandomFolder(uint64_t seed) : random_(seed) {
    for (const char* model : {"a", "b", "c"}) AddModel(model);
    RandomRounds();
    models_ = std::make_unique<ModelLibrary>(ModelStore::Open(folder_.path()).value());
  }
  bool HasFolder(const VersionKey& key) {
    return std::filesystem::exists(models_->PathOf(key.first, key.second) / "model.safetensors");
  }

  test::TemporaryFolder folder_;
  std::unique_ptr<ModelLibrary> models_;
  std::vector<v1::VersionRecord> versions_;
  std::vector<v1::JobRecord> jobs_;
  std::vector<v1::RoundRecord> rounds_;
  std::set<VersionKey> on_disk_;

 private:
  uint64_t Below(uint64_t bound) {
    return std::uniform_int_distribution<uint64_t>(0, bound - 1)(random_);
  }
  void AddModel(const std::string& name) {
    v1::JobRecord job;
    job.set_job_id("job-" + name);
    job.set_job_toml(hansa::testing::JobFile({{"name", name}}));
    job.set_state(Below(2) == 0 ? "running" : "succeeded");
    jobs_.push_back(job);
    for (uint64_t version = 0; version < kVersions; ++version) {
      if (Below(2) == 0) PutFolder(name, version);
      if (Below(2) == 0) {
        versions_.emplace_back().set_name(name);
        versions_.back().set_version(version);
      }
    }
  }
  void PutFolder(const std::string& name, uint64_t version) {
    SignedVersion made = MakeVersion(version);
    made.manifest.name = name;
    made.manifest.lineage.job_id = "job-" + name;
    made.Rewrite();
    const std::filesystem::path files = folder_.path() / name / std::to_string(version);
    std::filesystem::create_directories(files);
    std::ofstream(files / "model.safetensors", std::ios::binary) << AsView(made.model);
    std::ofstream(files / "manifest.json", std::ios::binary) << made.json;
    std::ofstream(files / "manifest.sig", std::ios::binary) << made.sig;
    on_disk_.emplace(name, version);
  }
  void RandomRounds() {
    for (const v1::JobRecord& job : jobs_) {
      if (job.state() != "running" || Below(2) == 0) continue;
      rounds_.emplace_back().set_job_id(job.job_id());
      if (Below(3) > 0) rounds_.back().mutable_publication()->set_version(Below(kVersions));
    }
  }

  std::mt19937_64 random_;
};

class Sweep : public ::testing::TestWithParam<uint64_t> {};

TEST_P(Sweep, LeavesWhatIsReferredTo) {
  RandomFolder folder(GetParam());
  const auto referenced = ReferencedVersions(folder.versions_, folder.jobs_, folder.rounds_);
  for (const v1::VersionRecord& version : folder.versions_)
    EXPECT_TRUE(referenced.contains({version.name(), version.version()}));
  for (const v1::RoundRecord& round : folder.rounds_) {
    if (!round.has_publication()) continue;
    EXPECT_TRUE(referenced.contains({round.job_id().substr(4), round.publication().version()}));
  }

  const auto removed =
      RemoveLeftovers(*folder.models_, folder.versions_, folder.jobs_, folder.rounds_);
  for (const VersionKey& key : removed) {
    EXPECT_FALSE(referenced.contains(key)) << key.first << " " << key.second;
    EXPECT_FALSE(folder.HasFolder(key));
  }
  const std::set<VersionKey> gone(removed.begin(), removed.end());
  for (const VersionKey& key : folder.on_disk_)
    EXPECT_EQ(folder.HasFolder(key), !gone.contains(key)) << key.first << " " << key.second;

  for (const VersionKey& key : Unreferenced(*folder.models_, referenced)) {
    EXPECT_FALSE(referenced.contains(key));
    EXPECT_TRUE(folder.models_->Remove(key.first, key.second).ok());
  }
  for (const VersionKey& key : folder.on_disk_)
    EXPECT_EQ(folder.HasFolder(key), referenced.contains(key)) << key.first << " " << key.second;
}

INSTANTIATE_TEST_SUITE_P(Seeds, Sweep, ::testing::Range<uint64_t>(1, 61));

// What it is for: a crash after the files of version 1 and before its record.
TEST(Sweep, TakesWhatACrashLeft) {
  for (const bool publishing : {false, true}) {
    test::TemporaryFolder folder;
    ModelLibrary models(ModelStore::Open(folder.path()).value());
    v1::VersionRecord recorded;
    for (const uint64_t version : {0, 1}) {
      const SignedVersion made = MakeVersion(version);
      ASSERT_TRUE(models.Put("wind-power", version, {MakeBlob(made.model), made.json, made.sig}).ok());
    }
    recorded.set_name("wind-power");
    v1::JobRecord job;
    job.set_job_id("job-1");  // as the manifest says
    job.set_job_toml(hansa::testing::JobFile({{"name", "wind-power"}}));
    job.set_state("running");
    v1::RoundRecord round;
    round.set_job_id("job-1");
    if (publishing) round.mutable_publication()->set_version(1);
    const auto removed = RemoveLeftovers(models, {recorded}, {job}, {round});
    EXPECT_EQ(removed.size(), publishing ? 0u : 1u);
    EXPECT_EQ(models.Versions("wind-power").size(), publishing ? 2u : 1u);
  }
}

}  // namespace
}  // namespace hansa::coordinator
