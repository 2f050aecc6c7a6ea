#include <fcntl.h>
#include <gtest/gtest.h>

#include "common/base/blob_file.h"
#include "tests/support/temporary_folder.h"

namespace hansa {
namespace {

class BlobFileTest : public ::testing::Test {
 protected:
  test::TemporaryFolder folder_;
  const std::filesystem::path path_ = folder_.path() / "blob";
};

TEST_F(BlobFileTest, IsRemovedUnlessItIsKept) {
  {
    BlobFile file = *BlobFile::Create(path_, 0);
    ASSERT_TRUE(file.Append(Bytes(10, 1)).ok());
    EXPECT_TRUE(std::filesystem::exists(path_));
  }
  EXPECT_FALSE(std::filesystem::exists(path_));
  {
    BlobFile file = *BlobFile::Create(path_, 0);
    ASSERT_TRUE(file.Append(Bytes(10, 1)).ok());
    file.Keep();
  }
  EXPECT_EQ(std::filesystem::file_size(path_), 10u);
}

TEST_F(BlobFileTest, RoomIsTakenAheadAndTheLengthIsOfWhatWasWritten) {
  BlobFile file = *BlobFile::Create(path_, 1 << 20);
  EXPECT_EQ(std::filesystem::file_size(path_), 0u);
  ASSERT_TRUE(file.Append(Bytes(1000, 2)).ok());
  EXPECT_EQ(std::filesystem::file_size(path_), 1000u);
  ASSERT_TRUE(file.Sync().ok());
  EXPECT_EQ(std::filesystem::file_size(path_), 1000u);
}

TEST_F(BlobFileTest, ReopenedItGoesOnBehindWhatItHolds) {
  {
    BlobFile file = *BlobFile::Create(path_, 0);
    ASSERT_TRUE(file.Append(Bytes(3, 1)).ok());
    file.Keep();
  }
  BlobFile file = *BlobFile::Reopen(path_);
  EXPECT_EQ(file.written(), 3u);
  ASSERT_TRUE(file.Append(Bytes(2, 9)).ok());
  EXPECT_EQ(*ReadWhole(**file.Read(), 10), (Bytes{1, 1, 1, 9, 9}));
  EXPECT_EQ(*ReadWhole(**file.Read(3), 10), (Bytes{9, 9}));
}

TEST_F(BlobFileTest, WhatItGivesToReadCannotBeWrittenThrough) {
  BlobFile file = *BlobFile::Create(path_, 0);
  ASSERT_TRUE(file.Append(Bytes(3, 1)).ok());
  const BlobHandle blob = *file.Read();
  EXPECT_EQ(::fcntl(blob->fd(), F_GETFL) & O_ACCMODE, O_RDONLY);
}

TEST_F(BlobFileTest, KeptUnderAnotherNameItReplacesWhatIsThere) {
  const auto other = folder_.path() / "other";
  for (uint8_t turn = 1; turn <= 2; ++turn) {
    BlobFile file = *BlobFile::Create(path_, 0);
    ASSERT_TRUE(file.Append(Bytes(4, turn)).ok());
    ASSERT_TRUE(file.KeepAs(other).ok());
  }
  EXPECT_FALSE(std::filesystem::exists(path_));
  EXPECT_EQ(*ReadWhole(**FileBlob::Open(other), 10), Bytes(4, 2));
}

TEST_F(BlobFileTest, NeverTakesAFileThatIsThere) {
  BlobFile first = *BlobFile::Create(path_, 0);
  const auto second = BlobFile::Create(path_, 0);
  ASSERT_FALSE(second.ok());
  EXPECT_NE(second.error().Text().find(path_.string()), std::string::npos);
}

}  // namespace
}  // namespace hansa
