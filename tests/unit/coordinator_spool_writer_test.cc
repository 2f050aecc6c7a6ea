#include <gtest/gtest.h>
#include <poll.h>

#include "common/base/text.h"
#include "coordinator/app/spool_writer.h"
#include "tests/support/temporary_folder.h"

namespace hansa::coordinator {
namespace {

class SpoolWriterTest : public ::testing::Test {
 protected:
  SpoolFileHandle File(const std::string& name, bool from_before = false) const {
    auto file =
        from_before ? BlobFile::Reopen(folder_ / name) : BlobFile::Create(folder_ / name, 0);
    return std::make_shared<SpoolFile>(SpoolFile{std::move(file).value(), from_before});
  }
  std::vector<SpoolWriter::Done> Await(SpoolWriter& writer) const {
    pollfd waiting{writer.wake_fd(), POLLIN, 0};
    EXPECT_EQ(::poll(&waiting, 1, 20'000), 1);
    return writer.TakeDone();
  }
  test::TemporaryFolder folder_;
};

TEST_F(SpoolWriterTest, WritesInOrderAndKnowsTheDigest) {
  SpoolWriter writer(100);  // so little that Append waits for the disk
  const SpoolFileHandle file = File("a");
  Bytes all;
  for (uint8_t i = 0; i < 50; ++i) {
    const Bytes piece(30, i);
    Append(all, piece);
    writer.Append(7, file, piece);
  }
  writer.Finish(7, file);
  const auto done = Await(writer);
  ASSERT_EQ(done.size(), 1u);
  EXPECT_EQ(done[0].number, 7u);
  EXPECT_EQ(done[0].sha256, crypto::Sha256(all));
  EXPECT_EQ(ReadWhole(*done[0].blob.value(), all.size()).value(), all);
  EXPECT_TRUE(writer.TakeDone().empty());
}

TEST_F(SpoolWriterTest, ManyFilesAtOnceEachInItsOrder) {
  SpoolWriter writer(100'000);
  constexpr size_t kFiles = 9, kPieces = 6;
  std::vector<SpoolFileHandle> files;
  std::vector<Bytes> contents(kFiles);
  for (size_t i = 0; i < kFiles; ++i) {
    files.push_back(File(StrCat("f", i)));
    files[i]->file.BypassCache();
  }
  for (size_t piece = 0; piece < kPieces; ++piece)
    for (size_t i = 0; i < kFiles; ++i) {
      // The last one is no whole block.
      const Bytes bytes(8 * kBlockBytes + (piece + 1 == kPieces ? i : 0),
                        static_cast<uint8_t>(10 * i + piece));
      Append(contents[i], bytes);
      writer.Append(i, files[i], bytes);
    }
  for (size_t i = 0; i < kFiles; ++i) writer.Finish(i, files[i]);
  size_t finished = 0;
  while (finished < kFiles)
    for (const auto& done : Await(writer)) {
      ++finished;
      const Bytes& expected = contents.at(done.number);
      EXPECT_EQ(done.sha256, crypto::Sha256(expected));
      EXPECT_EQ(ReadWhole(*done.blob.value(), expected.size()).value(), expected);
    }
}

TEST_F(SpoolWriterTest, OfOneThatWasBegunBeforeTheDigestIsNotKnown) {
  folder_.Write("a", "before ");
  SpoolWriter writer;
  const SpoolFileHandle file = File("a", true);
  writer.Append(1, file, ToBytes("and after"));
  writer.Finish(1, file);
  const auto done = Await(writer);
  ASSERT_EQ(done.size(), 1u);
  EXPECT_FALSE(done[0].sha256.has_value());
  EXPECT_EQ(ReadWhole(*done[0].blob.value(), 100).value(), ToBytes("before and after"));
}

TEST_F(SpoolWriterTest, AFaultOfTheDiskIsToldOnce) {
  SpoolWriter writer;
  const SpoolFileHandle file =
      std::make_shared<SpoolFile>(SpoolFile{BlobFile::Reopen("/dev/full").value(), true});
  file->file.Keep();
  for (int i = 0; i < 3; ++i) writer.Append(3, file, Bytes(10));
  writer.Finish(3, file);
  const SpoolFileHandle other = File("b");
  writer.Finish(4, other);
  std::vector<SpoolWriter::Done> all;
  while (all.size() < 2)
    for (auto& done : Await(writer)) all.push_back(std::move(done));
  if (all[0].number != 3) std::swap(all[0], all[1]);
  EXPECT_EQ(all[0].number, 3u);
  EXPECT_FALSE(all[0].blob.ok());
  EXPECT_EQ(all[1].number, 4u);
  EXPECT_EQ(all[1].sha256, crypto::Sha256({}));
}

}  // namespace
}  // namespace hansa::coordinator
