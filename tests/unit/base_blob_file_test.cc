#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "common/base/blob_file.h"
#include "common/base/block_buffer.h"
#include "common/base/text.h"
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

// Blocks, then what is none: an end, a place between, memory that begins elsewhere.
void ExpectTheSameBytesPastTheCache(const std::filesystem::path& path) {
  const BlockBuffer buffer(64 * kBlockBytes + 5);
  const std::span<uint8_t> all = buffer.span();
  for (size_t i = 0; i < all.size(); ++i) all[i] = static_cast<uint8_t>(i * 31 % 251);
  BlobFile file = *BlobFile::Create(path, all.size());
  file.BypassCache();
  ASSERT_TRUE(file.Append(all.first(32 * kBlockBytes)).ok());
  const Bytes elsewhere(all.begin() + 32 * kBlockBytes, all.begin() + 48 * kBlockBytes + 3);
  ASSERT_TRUE(file.Append(elsewhere).ok());
  ASSERT_TRUE(file.Append(all.subspan(48 * kBlockBytes + 3)).ok());
  EXPECT_EQ(std::filesystem::file_size(path), all.size());

  const BlobHandle blob = *file.Read();
  EXPECT_EQ(*ReadWhole(*blob, all.size()), Bytes(all.begin(), all.end()));
  size_t windows = 0;
  ASSERT_TRUE(ForEachWindow(*blob, 0, [&](uint64_t offset, ByteSpan bytes) -> Result<> {
                ++windows;
                EXPECT_TRUE(std::equal(bytes.begin(), bytes.end(), all.begin() + offset));
                return Success();
              }).ok());
  EXPECT_EQ(windows, 1u);
  const BlockBuffer some(3 * kBlockBytes);
  for (const size_t from : {size_t{0}, kBlockBytes, 7 * kBlockBytes + 1, 46 * kBlockBytes}) {
    ASSERT_TRUE(blob->ReadAt(from, some.span()).ok());
    EXPECT_TRUE(std::equal(some.span().begin(), some.span().end(), all.begin() + from)) << from;
  }
}

TEST_F(BlobFileTest, PastThePageCacheTheBytesAreTheSame) { ExpectTheSameBytesPastTheCache(path_); }

TEST_F(BlobFileTest, WhereAFileSystemLivesInMemoryTheyAreToo) {
  const std::filesystem::path path = StrCat("/dev/shm/hansa-blob-file-", ::getpid());
  ExpectTheSameBytesPastTheCache(path);
}

TEST_F(BlobFileTest, ReopenedItGoesOnPastTheCache) {
  const BlockBuffer buffer(2 * kBlockBytes);
  std::fill(buffer.span().begin(), buffer.span().end(), uint8_t{5});
  {
    BlobFile file = *BlobFile::Create(path_, 0);
    file.BypassCache();
    ASSERT_TRUE(file.Append(buffer.span()).ok());
    file.Keep();
  }
  BlobFile file = *BlobFile::Reopen(path_);
  file.BypassCache();
  EXPECT_EQ(file.written(), 2 * kBlockBytes);
  ASSERT_TRUE(file.Append(buffer.span()).ok());
  EXPECT_EQ(*ReadWhole(**file.Read(), 1 << 20), Bytes(4 * kBlockBytes, 5));
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
