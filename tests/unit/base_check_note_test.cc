#include <gtest/gtest.h>

#include "common/base/check.h"
#include "common/base/check_note.h"

namespace hansa {
namespace {

TEST(CheckNoteDeathTest, SaysWhatTheThreadWasAt) {
  EXPECT_DEATH(
      {
        const CheckNote note("seed 4711");
        HANSA_CHECK(1 + 1 == 3);
      },
      "1 \\+ 1 == 3 does not hold.*\n.*seed 4711");
}

TEST(CheckNoteDeathTest, IsForgottenAtItsEnd) {
  { const CheckNote note("seed 4711"); }
  EXPECT_EXIT(HANSA_CHECK(false), ::testing::ExitedWithCode(70), "report this as a bug.\n$");
}

}  // namespace
}  // namespace hansa
