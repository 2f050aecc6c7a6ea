#include <gtest/gtest.h>

#include <chrono>
#include <fstream>

#include "client/storage/cached_models.h"
#include "tests/support/temporary_folder.h"

namespace hansa::client {
namespace {

namespace fs = std::filesystem;

class CachedModelsTest : public ::testing::Test {
 protected:
  static crypto::Digest DigestOf(uint8_t fill) { return crypto::Sha256(Bytes(100, fill)); }
  fs::path File(uint8_t fill, const char* extension = "") const {
    return folder_ / (Hex(DigestOf(fill)) + extension);
  }
  void Store(uint8_t fill, std::chrono::hours ago = {}) {
    BlobFile part = cache_.OpenPart(DigestOf(fill), 100).value();
    ASSERT_TRUE(part.Append(Bytes(100, fill)).ok());
    ASSERT_TRUE(cache_.Finish(part, DigestOf(fill)).ok());
    fs::last_write_time(File(fill), fs::file_time_type::clock::now() - ago);
  }

  test::TemporaryFolder temporary_;
  const fs::path folder_ = temporary_.path() / "cache";
  const CachedModels cache_{folder_, 250};
};

TEST_F(CachedModelsTest, KeepsWhatHasCome) {
  EXPECT_FALSE(cache_.Find(DigestOf(1)).has_value());
  Store(1);
  const auto found = cache_.Find(DigestOf(1));
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(ReadWhole(**found, 100).value(), Bytes(100, 1));
  EXPECT_FALSE(fs::exists(File(1, ".part")));
}

TEST_F(CachedModelsTest, APartIsGoneOnWith) {
  {
    BlobFile part = cache_.OpenPart(DigestOf(1), 100).value();
    ASSERT_TRUE(part.Append(Bytes(40, 1)).ok());
  }  // the process ends
  BlobFile part = cache_.OpenPart(DigestOf(1), 100).value();
  EXPECT_EQ(part.written(), 40u);
}

TEST_F(CachedModelsTest, APartThatIsTooLongIsStartedAnew) {
  {
    BlobFile part = cache_.OpenPart(DigestOf(1), 100).value();
    ASSERT_TRUE(part.Append(Bytes(100, 1)).ok());
  }
  EXPECT_EQ(cache_.OpenPart(DigestOf(1), 99).value().written(), 0u);
}

TEST_F(CachedModelsTest, WhatWasNotUsedForTheLongestTimeMakesRoom) {
  Store(1, std::chrono::hours(3));
  Store(2, std::chrono::hours(2));
  Store(3, std::chrono::hours(1));
  EXPECT_TRUE(cache_.Find(DigestOf(1)).has_value());  // is used now
  cache_.Trim(DigestOf(3));
  EXPECT_TRUE(fs::exists(File(1)));
  EXPECT_FALSE(fs::exists(File(2)));
  EXPECT_TRUE(fs::exists(File(3)));
}

TEST_F(CachedModelsTest, TheModelAtHandStaysEvenWhenItIsTooLarge) {
  const CachedModels small(folder_, 10);
  Store(1, std::chrono::hours(3));
  small.Trim(DigestOf(1));
  EXPECT_TRUE(fs::exists(File(1)));
}

TEST_F(CachedModelsTest, OldPartsAndWhatIsNotOursGo) {
  { BlobFile part = cache_.OpenPart(DigestOf(1), 100).value(); }
  { BlobFile part = cache_.OpenPart(DigestOf(2), 100).value(); }
  fs::last_write_time(File(1, ".part"),
                      fs::file_time_type::clock::now() - std::chrono::hours(24 * 8));
  std::ofstream(folder_ / "note.txt") << "what is this";
  cache_.Trim(DigestOf(3));
  EXPECT_FALSE(fs::exists(File(1, ".part")));
  EXPECT_TRUE(fs::exists(File(2, ".part")));
  EXPECT_FALSE(fs::exists(folder_ / "note.txt"));
}

}  // namespace
}  // namespace hansa::client
