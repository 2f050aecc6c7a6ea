#include <gtest/gtest.h>
#include <unistd.h>

#include "common/base/atomic_file.h"
#include "common/base/file_blob.h"
#include "tests/support/temporary_folder.h"

namespace hansa {
namespace {

Bytes Numbered(size_t count) {
  Bytes out(count);
  for (size_t i = 0; i < count; ++i) out[i] = static_cast<uint8_t>(i * 7 + i / 256);
  return out;
}

Bytes Gathered(const Blob& blob, uint64_t start = 0) {
  Bytes out;
  EXPECT_TRUE(ForEachWindow(blob, start, [&](uint64_t offset, ByteSpan bytes) -> Result<> {
                EXPECT_EQ(offset, start + out.size());
                EXPECT_LE(bytes.size(), kBlobWindowBytes);
                Append(out, bytes);
                return Success();
              }).ok());
  return out;
}

class BlobOfAFile : public ::testing::Test {
 protected:
  std::filesystem::path Write(ByteSpan bytes) {
    const auto path = folder_.path() / "file";
    EXPECT_TRUE(WriteFileAtomically(path, AsView(bytes)).ok());
    return path;
  }
  test::TemporaryFolder folder_;
};

TEST_F(BlobOfAFile, HoldsTheSameBytesAsOneInMemory) {
  const Bytes bytes = Numbered(2 * kBlobWindowBytes + 17);
  const BlobHandle file = *FileBlob::Open(Write(bytes));
  const BlobHandle memory = MakeBlob(bytes);
  EXPECT_EQ(Gathered(*file), bytes);
  EXPECT_EQ(Gathered(*memory), bytes);
  EXPECT_EQ(Gathered(*file, kBlobWindowBytes + 5), Gathered(*memory, kBlobWindowBytes + 5));
  EXPECT_EQ(*ReadWhole(*file, bytes.size()), bytes);
  EXPECT_TRUE(Gathered(*MakeBlob({})).empty());
}

TEST_F(BlobOfAFile, StaysReadableWhenItsFileIsRemoved) {
  const Bytes bytes = Numbered(1000);
  const auto path = Write(bytes);
  const BlobHandle blob = *FileBlob::Open(path);
  std::filesystem::remove(path);
  EXPECT_EQ(Gathered(*blob), bytes);
}

TEST_F(BlobOfAFile, AFileThatShrankIsAnErrorAndNotAShortRead) {
  const auto path = Write(Numbered(1000));
  const BlobHandle blob = *FileBlob::Open(path);
  ASSERT_EQ(::truncate(path.c_str(), 999), 0);
  Bytes out(1000);
  EXPECT_FALSE(blob->ReadAt(0, out).ok());
  EXPECT_TRUE(blob->ReadAt(0, std::span(out).first(999)).ok());
}

TEST_F(BlobOfAFile, ASliceIsItsPartAndHasNoFileOfItsOwn) {
  const Bytes bytes = Numbered(1000);
  const BlobHandle blob = *FileBlob::Open(Write(bytes));
  EXPECT_GE(blob->fd(), 0);
  const BlobHandle part = SliceOf(blob, 100, 300);
  EXPECT_EQ(part->fd(), -1);
  EXPECT_EQ(Gathered(*part), Bytes(bytes.begin() + 100, bytes.begin() + 400));
  EXPECT_EQ(Gathered(*SliceOf(part, 10, 5)), Bytes(bytes.begin() + 110, bytes.begin() + 115));
  EXPECT_EQ(SliceOf(blob, 0, 1000), blob);
}

TEST_F(BlobOfAFile, AFolderOrNothingIsNoBlob) {
  EXPECT_FALSE(FileBlob::Open(folder_.path()).ok());
  EXPECT_FALSE(FileBlob::Open(folder_.path() / "none").ok());
}

TEST(BlobWindows, TheFirstFailureStopsThem) {
  int calls = 0;
  const auto result = ForEachWindow(*MakeBlob(Numbered(3 * kBlobWindowBytes)), 0,
                                    [&](uint64_t, ByteSpan) -> Result<> {
                                      if (++calls == 2) return WorkFailed("enough");
                                      return Success();
                                    });
  EXPECT_FALSE(result.ok());
  EXPECT_EQ(calls, 2);
}

}  // namespace
}  // namespace hansa
