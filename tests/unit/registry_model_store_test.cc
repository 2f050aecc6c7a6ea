#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>

#include "coordinator/registry/model_store.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/model_version.h"

namespace hansa::coordinator {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Bytes BytesOf(const Blob& blob) { return ReadWhole(blob, 1 << 20).value(); }

class ModelStoreTest : public ::testing::Test {
 protected:
  ModelStore Open() {
    auto store = ModelStore::Open(folder_ / "models");
    EXPECT_TRUE(store.ok()) << store.error().Text();
    return std::move(store).value();
  }
  static ModelFiles Files(uint64_t version) {
    const SignedVersion v = MakeVersion(version);
    return {MakeBlob(v.model), v.json, v.sig};
  }
  fs::path File(uint64_t version, const char* name) const {
    return folder_ / "models" / "wind-power" / std::to_string(version) / name;
  }
  static void Flip(const fs::path& path) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    const int byte = file.get();
    file.seekp(0);
    file.put(static_cast<char>(byte ^ 1));
  }

  test::TemporaryFolder temporary_;
  const fs::path folder_ = temporary_.path();
};

TEST_F(ModelStoreTest, KeepsWhatWasPut) {
  ModelStore store = Open();
  const ModelFiles files = Files(3);
  ASSERT_TRUE(store.Put("wind-power", 3, files).ok());
  for (const ModelStore& reader : {store, Open()}) {
    auto back = reader.Get("wind-power", 3);
    ASSERT_TRUE(back.ok()) << back.error().Text();
    EXPECT_EQ(BytesOf(*back->model), BytesOf(*files.model));
    EXPECT_EQ(back->manifest, files.manifest);
    EXPECT_EQ(back->signature, files.signature);
  }
  EXPECT_TRUE(fs::exists(File(3, "model.safetensors")));
}

TEST_F(ModelStoreTest, ListsVersionsInOrder) {
  ModelStore store = Open();
  for (const uint64_t version : {10, 2, 0}) {
    auto put = store.Put("wind-power", version, Files(version));
    ASSERT_TRUE(put.ok()) << put.error().Text();
  }
  EXPECT_THAT(Open().Versions("wind-power"), ElementsAre(0, 2, 10));
  EXPECT_THAT(Open().Names(), ElementsAre("wind-power"));
  EXPECT_THAT(Open().Versions("wind"), ElementsAre());
}

TEST_F(ModelStoreTest, NeverReplacesAVersion) {
  ModelStore store = Open();
  ASSERT_TRUE(store.Put("wind-power", 3, Files(3)).ok());
  EXPECT_TRUE(store.Put("wind-power", 3, Files(3)).ok());
  SignedVersion other = MakeVersion(3);
  other.weights.values[0] += 1;
  other.Rewrite();
  auto put = store.Put("wind-power", 3, {MakeBlob(other.model), other.json, other.sig});
  ASSERT_FALSE(put.ok());
  EXPECT_EQ(put.error().kind, ErrorKind::kRefused);
  EXPECT_THAT(put.error().what, HasSubstr("wind-power version 3"));
  EXPECT_EQ(BytesOf(*store.Get("wind-power", 3)->model), BytesOf(*Files(3).model));
}

TEST_F(ModelStoreTest, TheManifestMustBeOfTheModelAndTheVersion) {
  ModelStore store = Open();
  ModelFiles files = Files(3);
  EXPECT_THAT(store.Put("wind-power", 4, files).error().what, HasSubstr("is of another"));
  EXPECT_FALSE(store.Put("sun-power", 3, files).ok());
  EXPECT_FALSE(store.Put("../etc", 3, files).ok());
  Bytes altered = BytesOf(*files.model);
  altered.back() ^= 1;
  files.model = MakeBlob(altered);
  EXPECT_EQ(store.Put("wind-power", 3, files).error().kind, ErrorKind::kVerification);
  files.manifest = "{}";
  EXPECT_FALSE(store.Put("wind-power", 3, files).ok());
  EXPECT_THAT(store.Names(), ElementsAre());
  EXPECT_FALSE(fs::exists(folder_ / "models" / "wind-power" / "3"));
}

TEST_F(ModelStoreTest, NamesTheCorruptFile) {
  ModelStore store = Open();
  for (const char* name : {"model.safetensors", "manifest.json", "manifest.sig"}) {
    ASSERT_TRUE(store.Put("wind-power", 3, Files(3)).ok());
    Flip(File(3, name));
    auto got = store.Get("wind-power", 3);
    ASSERT_FALSE(got.ok());
    EXPECT_EQ(got.error().kind, ErrorKind::kVerification);
    EXPECT_THAT(got.error().what, HasSubstr(File(3, name).string()));
    Flip(File(3, name));
    ASSERT_TRUE(store.Get("wind-power", 3).ok());
  }
  // Opening compares the texts, and leaves the model to who reads it.
  Flip(File(3, "model.safetensors"));
  const auto opened = store.OpenVersion("wind-power", 3);
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(CheckModel(*opened).error().kind, ErrorKind::kVerification);
}

TEST_F(ModelStoreTest, NamesTheMissingFile) {
  ModelStore store = Open();
  ASSERT_TRUE(store.Put("wind-power", 3, Files(3)).ok());
  fs::remove(File(3, "model.safetensors"));
  const auto got = store.Get("wind-power", 3);
  ASSERT_FALSE(got.ok());
  EXPECT_EQ(got.error().kind, ErrorKind::kVerification);
  EXPECT_THAT(got.error().what, HasSubstr("wind-power version 3"));
  EXPECT_THAT(got.error().why, HasSubstr(File(3, "model.safetensors").string()));
  EXPECT_THAT(got.error().why, HasSubstr("SHA-256 was"));
  EXPECT_THAT(got.error().next, HasSubstr("backup"));
}

TEST_F(ModelStoreTest, RemovesAVersionWhole) {
  ModelStore store = Open();
  ASSERT_TRUE(store.Put("wind-power", 3, Files(3)).ok());
  ASSERT_TRUE(store.Put("wind-power", 4, Files(4)).ok());
  ASSERT_TRUE(store.Remove("wind-power", 3).ok());
  EXPECT_FALSE(store.Remove("wind-power", 3).ok());
  EXPECT_FALSE(store.Get("wind-power", 3).ok());
  EXPECT_FALSE(store.Contains("wind-power", 3));
  EXPECT_THAT(store.Versions("wind-power"), ElementsAre(4));
  EXPECT_THAT(Open().Versions("wind-power"), ElementsAre(4));
  EXPECT_TRUE(store.Put("wind-power", 3, Files(3)).ok());
}

TEST_F(ModelStoreTest, ADamagedManifestKeepsItsNumberAndHarmsNoOther) {
  ASSERT_TRUE(Open().Put("wind-power", 3, Files(3)).ok());
  ASSERT_TRUE(Open().Put("wind-power", 4, Files(4)).ok());
  for (const bool missing : {false, true}) {
    if (missing)
      fs::remove(File(4, "manifest.json"));
    else
      Flip(File(4, "manifest.json"));
    ModelStore store = Open();
    EXPECT_THAT(store.Versions("wind-power"), ElementsAre(3, 4));
    EXPECT_TRUE(store.Get("wind-power", 3).ok());
    const auto got = store.Get("wind-power", 4);
    ASSERT_FALSE(got.ok());
    EXPECT_EQ(got.error().kind, ErrorKind::kVerification);
    EXPECT_THAT(got.error().what, HasSubstr(File(4, "manifest.json").string()));
    EXPECT_THAT(got.error().next, HasSubstr("backup"));
    EXPECT_FALSE(store.Put("wind-power", 4, Files(4)).ok());
    EXPECT_TRUE(fs::exists(File(4, "model.safetensors")));
  }
}

TEST_F(ModelStoreTest, ClearsWhatAnInterruptedWriteLeft) {
  ASSERT_TRUE(Open().Put("wind-power", 3, Files(3)).ok());
  const fs::path unfinished = folder_ / "models" / "wind-power" / ".unfinished-4";
  fs::create_directory(unfinished);
  std::ofstream(unfinished / "model.safetensors") << "half";
  ModelStore store = Open();
  EXPECT_FALSE(fs::exists(unfinished));
  EXPECT_THAT(store.Versions("wind-power"), ElementsAre(3));
  EXPECT_TRUE(store.Put("wind-power", 4, Files(4)).ok());
}

TEST_F(ModelStoreTest, AFinishedFileIsMovedIn) {
  ModelStore store = Open();
  const ModelFiles files = Files(3);
  const fs::path finished = store.NewModelPath("wind-power", 3);
  fs::create_directories(finished.parent_path());
  const Bytes bytes = BytesOf(*files.model);
  std::ofstream(finished, std::ios::binary) << AsView(bytes);
  ASSERT_TRUE(store.Put("wind-power", 3, files, finished).ok());
  EXPECT_FALSE(fs::exists(finished));
  EXPECT_EQ(BytesOf(*store.Get("wind-power", 3)->model), bytes);
}

TEST_F(ModelStoreTest, AFileThatWasNotFinishedIsCleared) {
  ASSERT_TRUE(Open().Put("wind-power", 3, Files(3)).ok());
  const fs::path unfinished = Open().NewModelPath("wind-power", 4);
  std::ofstream(unfinished) << "half";
  EXPECT_THAT(Open().Versions("wind-power"), ElementsAre(3));
  EXPECT_FALSE(fs::exists(unfinished));
}

TEST_F(ModelStoreTest, SaysWhichVersionsThereAre) {
  ModelStore store = Open();
  EXPECT_THAT(store.Get("wind-power", 1).error().why, HasSubstr("no model has this name"));
  ASSERT_TRUE(store.Put("wind-power", 3, Files(3)).ok());
  EXPECT_THAT(store.Get("wind-power", 1).error().why, HasSubstr("3 to 3"));
}

}  // namespace
}  // namespace hansa::coordinator
