#include <gtest/gtest.h>

#include <numeric>

#include "common/bulk/range_receiver.h"

namespace hansa::bulk {
namespace {

using Verdict = RangeReceiver::Verdict;

constexpr ReceiverBounds kSmall{.least_piece = 10,
                                .largest_piece = 40,
                                .first_window = 20,
                                .largest_window = 160,
                                .ahead = seconds(1),
                                .patience = seconds(30)};

Instant At(double s) { return Instant{} + Duration(static_cast<int64_t>(s * 1e9)); }

TEST(RangeReceiver, AsksForTheFirstWindowInPieces) {
  RangeReceiver receiver(1000, 0, kSmall);
  EXPECT_EQ(receiver.Ask(At(0)), (std::vector<Range>{{0, 10}, {10, 10}}));
  EXPECT_TRUE(receiver.Ask(At(0)).empty());
  EXPECT_EQ(receiver.under_way(), 20u);
}

TEST(RangeReceiver, GoesOnFromWhatIsThere) {
  RangeReceiver receiver(1000, 993, kSmall);
  EXPECT_EQ(receiver.Ask(At(0)), (std::vector<Range>{{993, 7}}));
  EXPECT_EQ(receiver.OnChunk({993, 7}, At(0.1)).verdict, Verdict::kTaken);
  EXPECT_TRUE(receiver.complete());
  EXPECT_TRUE(receiver.Ask(At(0.1)).empty());
}

TEST(RangeReceiver, WhatNobodyAskedForIsNotTaken) {
  RangeReceiver receiver(1000, 0, kSmall);
  EXPECT_EQ(receiver.OnChunk({0, 10}, At(0)).verdict, Verdict::kNotAsked);
  receiver.Ask(At(0));
  EXPECT_EQ(receiver.OnChunk({20, 1}, At(0)).verdict, Verdict::kNotAsked);
  EXPECT_EQ(receiver.OnChunk({0, 21}, At(0)).verdict, Verdict::kNotAsked);
  EXPECT_EQ(receiver.OnChunk({0, 0}, At(0)).verdict, Verdict::kNotAsked);
  EXPECT_EQ(receiver.OnChunk({5, ~uint64_t{0}}, At(0)).verdict, Verdict::kNotAsked);
  EXPECT_EQ(receiver.OnChunk({10, 10}, At(0)).verdict, Verdict::kGap);
  EXPECT_EQ(receiver.have(), 0u);
}

TEST(RangeReceiver, ARepeatedChunkCountsOnce) {
  RangeReceiver receiver(1000, 0, kSmall);
  receiver.Ask(At(0));
  EXPECT_EQ(receiver.OnChunk({0, 10}, At(0.1)).verdict, Verdict::kTaken);
  EXPECT_EQ(receiver.OnChunk({0, 10}, At(0.1)).verdict, Verdict::kRepeated);
  const auto overlapping = receiver.OnChunk({5, 10}, At(0.2));
  EXPECT_EQ(overlapping.verdict, Verdict::kTaken);
  EXPECT_EQ(overlapping.skip, 5u);
  EXPECT_EQ(receiver.have(), 15u);
}

// One piece after another arrives `took` seconds after it was asked for.
uint64_t WindowAfter(double took, int pieces) {
  RangeReceiver receiver(1'000'000, 0, kSmall);
  std::vector<std::pair<double, Range>> under_way;
  double now = 0;
  for (int i = 0; i < pieces; ++i) {
    for (const Range& range : receiver.Ask(At(now))) under_way.emplace_back(now + took, range);
    now = std::max(now, under_way.front().first);
    EXPECT_EQ(receiver.OnChunk(under_way.front().second, At(now)).verdict, Verdict::kTaken);
    under_way.erase(under_way.begin());
  }
  return receiver.window();
}

TEST(RangeReceiver, TheWindowGrowsWhileTheLinkIsQuick) {
  EXPECT_EQ(WindowAfter(0.01, 100), kSmall.largest_window);
  EXPECT_EQ(WindowAfter(0.7, 100), kSmall.first_window);
}

TEST(RangeReceiver, TheWindowFollowsALinkThatGetsSlower) {
  RangeReceiver receiver(1'000'000, 0, kSmall);
  double now = 0;
  while (receiver.window() < kSmall.largest_window) {
    receiver.Ask(At(now));
    receiver.OnChunk({receiver.have(), receiver.under_way()}, At(now));
  }
  receiver.Ask(At(now));
  now += 2;  // twice as long as it should
  receiver.OnChunk({receiver.have(), receiver.under_way()}, At(now));
  EXPECT_EQ(receiver.window(), kSmall.largest_window / 2);
}

TEST(RangeReceiver, AnOutstandingWindowShrinksOnce) {
  RangeReceiver receiver(1'000'000, 0, kSmall);
  while (receiver.window() < kSmall.largest_window) {
    receiver.Ask(At(0));
    receiver.OnChunk({receiver.have(), receiver.under_way()}, At(0));
  }
  const auto pieces = receiver.Ask(At(0));
  ASSERT_GT(pieces.size(), 2u);
  for (const Range& piece : pieces) receiver.OnChunk(piece, At(2));
  EXPECT_EQ(receiver.window(), kSmall.largest_window / 2);
}

TEST(RangeReceiver, ALostLinkTakesWhatWasUnderWay) {
  RangeReceiver receiver(1000, 0, kSmall);
  receiver.Ask(At(0));
  receiver.OnChunk({0, 10}, At(0.1));
  receiver.LinkLost();
  EXPECT_TRUE(receiver.Ask(At(1)).empty());
  EXPECT_FALSE(receiver.NextWake().has_value());
  EXPECT_EQ(receiver.OnChunk({10, 10}, At(1)).verdict, Verdict::kNotAsked);
  receiver.LinkBack();
  EXPECT_EQ(receiver.Ask(At(2)).front(), (Range{10, 10}));
}

TEST(RangeReceiver, WhatDoesNotComeIsAskedForAgain) {
  RangeReceiver receiver(1000, 0, kSmall);
  receiver.Ask(At(0));
  receiver.OnChunk({0, 10}, At(1));
  ASSERT_EQ(receiver.NextWake(), At(31));
  EXPECT_EQ(receiver.Ask(At(31)).front(), (Range{10, 10}));
  // The first answer comes after all: not a fault.
  EXPECT_EQ(receiver.OnChunk({10, 10}, At(32)).verdict, Verdict::kTaken);
  EXPECT_EQ(receiver.OnChunk({10, 10}, At(32)).verdict, Verdict::kRepeated);
}

TEST(RangeReceiver, StartsOverAfterAWrongDigest) {
  RangeReceiver receiver(10, 0, kSmall);
  receiver.Ask(At(0));
  receiver.OnChunk({0, 10}, At(0));
  EXPECT_TRUE(receiver.complete());
  receiver.StartOver();
  EXPECT_EQ(receiver.Ask(At(0)), (std::vector<Range>{{0, 10}}));
}

// So that what one site fetches is in memory when the next one asks.
TEST(RangeReceiver, NoPieceGoesOverAMultipleOfTheLargest) {
  for (const uint64_t have : {0, 7, 39, 41}) {
    RangeReceiver receiver(100'000, have, kSmall);
    while (!receiver.complete()) {
      for (const Range& piece : receiver.Ask(At(0))) {
        EXPECT_EQ(piece.offset / 40, (piece.end() - 1) / 40) << piece.offset;
        ASSERT_EQ(receiver.OnChunk(piece, At(0)).verdict, Verdict::kTaken);
      }
    }
  }
}

TEST(RangeReceiver, AnEmptyBlobIsComplete) { EXPECT_TRUE(RangeReceiver(0, 0).complete()); }

}  // namespace
}  // namespace hansa::bulk
