#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "client/storage/kept_updates.h"
#include "common/base/limits.h"
#include "tests/unit/storage_folder.h"

namespace hansa::client {
namespace {

class KeptUpdatesTest : public StorageFolder {
 protected:
  Result<> Keep(char job, const std::string& vector) {
    v1::StoredAnswer facts;
    facts.set_job_digest(std::string(32, job));
    facts.set_vector_sha256(ToString(crypto::Sha256(AsSpan(vector))));
    auto update = HANSA_TRY(updates_.Begin(Digest(job), vector.size()));
    HANSA_TRY(update.Append(AsSpan(vector)));
    const BlobHandle kept = HANSA_TRY(update.Keep(std::move(facts)));
    EXPECT_EQ(VectorOf(*kept), vector);
    return Success();
  }
  static std::string VectorOf(const Blob& blob) {
    return ToString(ReadWhole(blob, 2 << 20).value());
  }
  std::string Found(char job) {
    const auto update = updates_.Find(Digest(job));
    return update ? VectorOf(*update->vector) : "none";
  }
  static crypto::Digest Digest(char job) {
    crypto::Digest digest;
    digest.fill(static_cast<uint8_t>(job));
    return digest;
  }
  std::filesystem::path File(char job) const {
    return std::filesystem::path(Path("updates")) / Hex(Digest(job));
  }
  KeptUpdates updates_{Path("updates")};
};

TEST_F(KeptUpdatesTest, OneAJobAndTheNewestReplaces) {
  EXPECT_EQ(Found('a'), "none");
  ASSERT_TRUE(Keep('a', "old").ok());
  ASSERT_TRUE(Keep('a', "new").ok());
  ASSERT_TRUE(Keep('b', "other").ok());
  EXPECT_EQ(Found('a'), "new");
  updates_.Drop(Digest('a'));
  updates_.Drop(Digest('a'));
  EXPECT_EQ(Found('a'), "none");
  EXPECT_EQ(Found('b'), "other");
}

TEST_F(KeptUpdatesTest, ADroppedOneIsOverwrittenAndGone) {
  ASSERT_TRUE(Keep('a', std::string(3000, 'x')).ok());
  const std::string file = File('a').string();
  std::ifstream reader(file);  // keeps the file's bytes when its name is gone
  EXPECT_FALSE(updates_.Drop(Digest('a')));
  EXPECT_TRUE(std::filesystem::is_empty(Path("updates")));
  std::string left(std::istreambuf_iterator<char>(reader), {});
  EXPECT_EQ(left.find_first_not_of('\0'), std::string::npos);
}

TEST_F(KeptUpdatesTest, ALargeOneIsOverwrittenLater) {
  ASSERT_TRUE(Keep('a', std::string(limits::kInlineVectorBytes + 1, 'x')).ok());
  EXPECT_TRUE(updates_.Drop(Digest('a')));
  EXPECT_FALSE(updates_.Find(Digest('a')).has_value());
  EXPECT_FALSE(std::filesystem::is_empty(Path("updates")));
  updates_.WipeDropped();
  EXPECT_TRUE(std::filesystem::is_empty(Path("updates")));
}

// One that is on its way out without a mask is read to its end.
TEST_F(KeptUpdatesTest, WhoHoldsOneThatIsNotWipedReadsOn) {
  ASSERT_TRUE(Keep('a', std::string(3000, 'x')).ok());
  const auto held = updates_.Find(Digest('a'));
  ASSERT_TRUE(held.has_value());
  updates_.Drop(Digest('a'), false);
  updates_.WipeDropped();
  EXPECT_EQ(Found('a'), "none");
  EXPECT_EQ(VectorOf(*held->vector), std::string(3000, 'x'));
}

TEST_F(KeptUpdatesTest, AnUnfinishedOneIsNeverFound) {
  {
    auto update = updates_.Begin(Digest('a'), 10);
    ASSERT_TRUE(update.ok());
    ASSERT_TRUE(update->Append(Bytes(10)).ok());
  }
  EXPECT_EQ(Found('a'), "none");
  EXPECT_TRUE(std::filesystem::is_empty(Path("updates")));
}

// Not synced: a power cut may leave any of these.
TEST_F(KeptUpdatesTest, ATornFileIsNoUpdate) {
  ASSERT_TRUE(Keep('a', std::string(1000, 'x')).ok());
  const auto size = std::filesystem::file_size(File('a'));
  for (const auto left : {size - 1, size / 2, decltype(size){32}, decltype(size){0}}) {
    ASSERT_TRUE(Keep('a', std::string(1000, 'x')).ok());
    std::filesystem::resize_file(File('a'), left);
    EXPECT_EQ(Found('a'), "none") << left;
  }
  ASSERT_TRUE(Keep('a', std::string(1000, 'x')).ok());
  std::fstream file(File('a'), std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(4096 + 500);
  file.put('y');
  file.close();
  EXPECT_EQ(Found('a'), "none");
}

TEST_F(KeptUpdatesTest, OldOnesAreRemoved) {
  ASSERT_TRUE(Keep('a', "old").ok());
  ASSERT_TRUE(Keep('b', "new").ok());
  std::filesystem::last_write_time(
      File('a'), std::filesystem::file_time_type::clock::now() - std::chrono::hours(48));
  updates_.DropOlderThan(std::chrono::hours(24));
  EXPECT_EQ(Found('a'), "none");
  EXPECT_NE(Found('b'), "none");
}

TEST_F(KeptUpdatesTest, AFolderThatCannotBeWrittenIsAnErrorWithItsName) {
  std::ofstream(Path("updates")) << "in the way";
  const auto kept = Keep('a', "x");
  ASSERT_FALSE(kept.ok());
  EXPECT_NE(kept.error().Text().find("updates"), std::string::npos);
}

}  // namespace
}  // namespace hansa::client
