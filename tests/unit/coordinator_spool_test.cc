#include <gtest/gtest.h>

#include <fstream>

#include "coordinator/app/spool.h"
#include "tests/support/temporary_folder.h"

namespace hansa::coordinator {
namespace {

namespace fs = std::filesystem;

class SpoolTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(spool_.Open().ok()); }
  static RunningSum Sum(size_t elements) {
    RunningSum sum{.ring_bits = 32, .elements = elements};
    sum.vector = secagg::RingVector(32, elements);
    for (size_t i = 0; i < elements; ++i) sum.vector.Set(i, static_cast<int64_t>(i * 3));
    return sum;
  }
  test::TemporaryFolder folder_;
  Spool spool_{folder_.path() / "spool"};
};

TEST_F(SpoolTest, ASumIsFoundByItsDigestUntilItIsForgotten) {
  RunningSum sum = Sum(600'000);  // more than two windows
  const Bytes bytes = sum.vector.ToBytes();
  const Stored stored = spool_.Store(sum).value();
  EXPECT_EQ(stored.sum.sha256, crypto::Sha256(bytes));
  EXPECT_EQ(sum.vector.size(), 0u) << "its memory is free";
  const Spool another(folder_.path() / "spool");  // of the next process
  const BlobHandle found = another.Find(stored.sum.sha256);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(ReadWhole(*found, bytes.size()).value(), bytes);
  another.Forget(stored.sum.sha256);
  EXPECT_EQ(spool_.Find(stored.sum.sha256), nullptr);
  EXPECT_EQ(ReadWhole(*found, bytes.size()).value(), bytes) << "who holds it reads on";
}

TEST_F(SpoolTest, OnlyWhatIsNamedIsKept) {
  RunningSum one = Sum(10), two = Sum(20);
  const auto kept = spool_.Store(one).value().sum.sha256;
  const auto gone = spool_.Store(two).value().sum.sha256;
  std::ofstream(spool_.UploadPath("session", "site", kept)) << "x";
  std::ofstream(spool_.UploadPath("other", "site", kept)) << "x";
  spool_.KeepOnly({kept});
  spool_.KeepUploadsOf({"session"});
  EXPECT_NE(spool_.Find(kept), nullptr);
  EXPECT_EQ(spool_.Find(gone), nullptr);
  EXPECT_TRUE(fs::exists(spool_.UploadPath("session", "site", kept)));
  EXPECT_FALSE(fs::exists(spool_.UploadPath("other", "site", kept)));
  spool_.CloseUploads("session");
  EXPECT_FALSE(fs::exists(spool_.UploadPath("session", "site", kept)));
}

// A site's id is another's word: it names no path.
TEST_F(SpoolTest, NamesStayWithinTheFolder) {
  const auto path = spool_.UploadPath("../../s", "../../x", {});
  EXPECT_EQ(path.lexically_normal(), path);
  EXPECT_EQ(path.parent_path().parent_path(), folder_.path() / "spool" / "uploads");
}

TEST_F(SpoolTest, AnUnfinishedSumIsNoSum) {
  const auto stored = spool_.Store(100, [](const secagg::ByteSink& out) -> Result<crypto::Digest> {
    HANSA_TRY(out(Bytes(50)));
    return WorkFailed("the disk failed");
  });
  ASSERT_FALSE(stored.ok());
  EXPECT_EQ(stored.error().kind, ErrorKind::kBadInput) << "this machine's fault ends the process";
  EXPECT_TRUE(fs::is_empty(folder_.path() / "spool" / "sums"));
}

}  // namespace
}  // namespace hansa::coordinator
