#include <gtest/gtest.h>
#include <unistd.h>

#include "client/app/state_lock.h"
#include "tests/support/temporary_folder.h"

namespace hansa::client {
namespace {

TEST(StateLock, OneAgentAFolder) {
  test::TemporaryFolder folder;
  const auto file = folder.path() / "lock";
  EXPECT_FALSE(StateLock::Held(file));
  {
    const auto first = StateLock::Take(file);
    ASSERT_TRUE(first.ok());
    EXPECT_TRUE(StateLock::Held(file));
    const auto second = StateLock::Take(file);
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().kind, ErrorKind::kRefused);
    EXPECT_NE(second.error().why.find(std::to_string(::getpid())), std::string::npos);
  }
  EXPECT_FALSE(StateLock::Held(file));
  EXPECT_TRUE(StateLock::Take(file).ok());
}

TEST(StateLock, AFolderThatIsNotThere) {
  EXPECT_EQ(StateLock::Take("/nonexistent/lock").error().kind, ErrorKind::kBadInput);
}

}  // namespace
}  // namespace hansa::client
