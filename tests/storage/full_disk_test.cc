// The disk is full at any write: the write fails whole and says what to do, and with space it is
// done.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "tests/storage/durable_subject.h"
#include "tests/support/power_cut_vfs.h"

namespace hansa::testing {
namespace {

using ::testing::HasSubstr;

void FillTheDisk(DurableSubject& subject, uint64_t seed) {
  test::PowerCutDisk disk(seed);
  test::PowerCutVfs vfs(disk);
  std::mt19937_64 random(seed);
  ASSERT_TRUE(subject.Open(vfs.name()).ok());
  for (int time = 0; time < 4; ++time) {
    disk.SetCapacity(disk.used() + std::uniform_int_distribution<uint64_t>(0, 60'000)(random));
    Result<> written = Success();
    while (written.ok() || written.error().kind == ErrorKind::kRefused) {
      written = subject.Write();
      if (written.ok()) subject.Believe();
    }
    EXPECT_TRUE(disk.was_full());
    EXPECT_EQ(written.error().kind, ErrorKind::kWorkFailed) << written.error().Text();
    EXPECT_THAT(written.error().why, HasSubstr("full"));
    EXPECT_THAT(written.error().next, HasSubstr("Free space"));
    ASSERT_EQ(*subject.Holds(), subject.Believed());
    if (time % 2 == 1) {  // also as the next process finds it
      subject.Close();
      disk.SetUnlimited();
      ASSERT_TRUE(subject.Open(vfs.name()).ok());
      ASSERT_EQ(*subject.Holds(), subject.Believed());
    }
    disk.SetUnlimited();
    const Result<> again = subject.WriteAgain();
    ASSERT_TRUE(again.ok()) << again.error().Text();
    subject.Believe();
    ASSERT_EQ(*subject.Holds(), subject.Believed());
  }
  subject.Close();
}

class FullDisk : public ::testing::TestWithParam<uint64_t> {};

TEST_P(FullDisk, TheStoreWritesNothingAndGoesOn) {
  FillTheDisk(*MakeStoreSubject(GetParam()), GetParam());
}
TEST_P(FullDisk, TheJournalWritesNothingAndGoesOn) {
  FillTheDisk(*MakeJournalSubject(GetParam()), GetParam());
}

INSTANTIATE_TEST_SUITE_P(Seeds, FullDisk, ::testing::Range<uint64_t>(1, 16));

}  // namespace
}  // namespace hansa::testing
