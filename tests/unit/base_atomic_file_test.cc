#include <gtest/gtest.h>

#include <cstdlib>

#include "common/base/atomic_file.h"
#include "tests/support/temporary_folder.h"

namespace hansa {
namespace {

namespace fs = std::filesystem;

class AtomicFile : public ::testing::Test {
 protected:
  test::TemporaryFolder temporary_;
  const fs::path folder_ = temporary_.path();
};

TEST_F(AtomicFile, WritesWithTheModeAndLeavesNothingBeside) {
  ASSERT_TRUE(WriteFileAtomically(folder_ / "key", "secret", 0600).ok());
  EXPECT_EQ(*ReadSecretFile(folder_ / "key", 100), "secret");
  ASSERT_TRUE(WriteFileAtomically(folder_ / "key", "other", 0600).ok());
  EXPECT_EQ(*ReadFile(folder_ / "key", 100), "other");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
}

TEST_F(AtomicFile, RefusesASecretThatOthersCanReadAndNamesTheFix) {
  ASSERT_TRUE(WriteFileAtomically(folder_ / "key", "secret", 0640).ok());
  const auto read = ReadSecretFile(folder_ / "key", 100);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().kind, ErrorKind::kRefused);
  EXPECT_NE(read.error().next.find("chmod 600"), std::string::npos);
}

TEST_F(AtomicFile, RefusesMoreThanTheBound) {
  ASSERT_TRUE(WriteFileAtomically(folder_ / "big", std::string(1000, 'x')).ok());
  EXPECT_TRUE(ReadFile(folder_ / "big", 1000).ok());
  EXPECT_FALSE(ReadFile(folder_ / "big", 999).ok());
}

TEST_F(AtomicFile, SaysWhyItCannotWrite) {
  EXPECT_FALSE(WriteFileAtomically(folder_ / "no" / "such", "x").ok());
  EXPECT_FALSE(ReadFile(folder_ / "absent", 10).ok());
}

}  // namespace
}  // namespace hansa
