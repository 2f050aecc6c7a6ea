#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "client/storage/kept_updates.h"
#include "tests/unit/storage_folder.h"

namespace hansa::client {
namespace {

class KeptUpdatesTest : public StorageFolder {
 protected:
  static v1::StoredAnswer Update(char job, const std::string& vector) {
    v1::StoredAnswer answer;
    answer.set_job_digest(std::string(32, job));
    answer.set_vector(vector);
    return answer;
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
  EXPECT_EQ(updates_.Find(Digest('a')), nullptr);
  ASSERT_TRUE(updates_.Keep(Update('a', "old")).ok());
  ASSERT_TRUE(updates_.Keep(Update('a', "new")).ok());
  ASSERT_TRUE(updates_.Keep(Update('b', "other")).ok());
  EXPECT_EQ(updates_.Find(Digest('a'))->vector(), "new");
  updates_.Drop(Digest('a'));
  updates_.Drop(Digest('a'));
  EXPECT_EQ(updates_.Find(Digest('a')), nullptr);
  EXPECT_EQ(updates_.Find(Digest('b'))->vector(), "other");
}

// Not synced: a power cut may leave any of these.
TEST_F(KeptUpdatesTest, ATornFileIsNoUpdate) {
  ASSERT_TRUE(updates_.Keep(Update('a', std::string(1000, 'x'))).ok());
  const auto size = std::filesystem::file_size(File('a'));
  for (const auto left : {size - 1, size / 2, decltype(size){32}, decltype(size){0}}) {
    ASSERT_TRUE(updates_.Keep(Update('a', std::string(1000, 'x'))).ok());
    std::filesystem::resize_file(File('a'), left);
    EXPECT_EQ(updates_.Find(Digest('a')), nullptr) << left;
  }
  ASSERT_TRUE(updates_.Keep(Update('a', std::string(1000, 'x'))).ok());
  std::fstream file(File('a'), std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(500);
  file.put('y');
  file.close();
  EXPECT_EQ(updates_.Find(Digest('a')), nullptr);
}

TEST_F(KeptUpdatesTest, OldOnesAreRemoved) {
  ASSERT_TRUE(updates_.Keep(Update('a', "old")).ok());
  ASSERT_TRUE(updates_.Keep(Update('b', "new")).ok());
  std::filesystem::last_write_time(
      File('a'), std::filesystem::file_time_type::clock::now() - std::chrono::hours(48));
  updates_.DropOlderThan(std::chrono::hours(24));
  EXPECT_EQ(updates_.Find(Digest('a')), nullptr);
  EXPECT_NE(updates_.Find(Digest('b')), nullptr);
}

TEST_F(KeptUpdatesTest, AFolderThatCannotBeWrittenIsAnErrorWithItsName) {
  std::ofstream(Path("updates")) << "in the way";
  const auto kept = updates_.Keep(Update('a', "x"));
  ASSERT_FALSE(kept.ok());
  EXPECT_NE(kept.error().Text().find("updates"), std::string::npos);
}

}  // namespace
}  // namespace hansa::client
