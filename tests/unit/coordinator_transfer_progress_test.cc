#include <gtest/gtest.h>

#include "coordinator/core/transfer_progress.h"

namespace hansa::coordinator {
namespace {

Instant At(int s) { return Instant{} + seconds(s); }

TEST(TransferProgress, ShortTransfersAreNotToldOf) {
  TransferProgress progress;
  EXPECT_FALSE(progress.Note("a", 0, At(0)));
  EXPECT_FALSE(progress.Note("a", 100, At(1)));
}

TEST(TransferProgress, LongOnesAreEveryFewSeconds) {
  TransferProgress progress;
  progress.Note("a", 0, At(0));
  EXPECT_TRUE(progress.Note("a", 100, At(2)));
  EXPECT_FALSE(progress.Note("a", 200, At(6)));
  EXPECT_FALSE(progress.Note("b", 0, At(6)));
  EXPECT_TRUE(progress.Note("a", 300, At(7)));
}

TEST(TransferProgress, OneThatStartsAnewCountsAnew) {
  TransferProgress progress;
  progress.Note("a", 0, At(0));
  EXPECT_TRUE(progress.Note("a", 100, At(2)));
  EXPECT_FALSE(progress.Note("a", 0, At(20)));
}

}  // namespace
}  // namespace hansa::coordinator
