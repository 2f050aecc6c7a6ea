#include <gtest/gtest.h>

#include "coordinator/core/scheduling/link_meter.h"
#include "coordinator/core/scheduling/round_times.h"

namespace hansa::coordinator {
namespace {

TEST(RoundTimes, TheLatestFigureCounts) {
  RoundTimes times;
  EXPECT_FALSE(times.TrainingOf("wind", "a"));
  EXPECT_FALSE(times.RestOf("wind"));
  EXPECT_FALSE(times.DownOf("a"));
  times.NoteTraining("wind", "a", 2.5);
  times.NoteTraining("wind", "a", 1.25);
  times.NoteTraining("wind", "b", 9);
  times.NoteRound("wind", 0.5);
  times.NoteDown("a", 1000);
  times.NoteUp("a", 10);
  EXPECT_EQ(times.TrainingOf("wind", "a"), 1.25);
  EXPECT_EQ(times.TrainingOf("wind", "b"), 9);
  EXPECT_EQ(times.RestOf("wind"), 0.5);
  EXPECT_EQ(times.DownOf("a"), 1000u);
  EXPECT_EQ(times.UpOf("a"), 10u);
  EXPECT_FALSE(times.TrainingOf("other", "a"));
  EXPECT_FALSE(times.DownOf("b"));
}

TEST(RoundTimes, WhatIsKeptComesBack) {
  RoundTimes before, after;
  before.NoteTraining("wind", "a", 2.5);
  before.NoteRound("wind", -1);  // of clocks that do not agree
  before.NoteDown("a", 1000);
  before.NoteUp("b", 10);
  const std::vector<Measured> changes = before.TakeChanges();
  EXPECT_EQ(changes.size(), 4u);
  EXPECT_TRUE(before.TakeChanges().empty());
  for (const Measured& one : changes) after.Restore(one);
  EXPECT_TRUE(after.TakeChanges().empty()) << "it is kept already";
  EXPECT_EQ(after.TrainingOf("wind", "a"), 2.5);
  EXPECT_EQ(after.RestOf("wind"), 0);
  EXPECT_EQ(after.DownOf("a"), 1000u);
  EXPECT_EQ(after.UpOf("b"), 10u);
}

TEST(RoundTimes, NamesAreBounded) {
  RoundTimes times;
  for (size_t i = 0; i < RoundTimes::kNames; ++i) times.NoteRound(std::to_string(i), 1);
  times.NoteRound("one more", 1);
  times.NoteTraining("one more", "a", 1);
  EXPECT_FALSE(times.RestOf("one more"));
  EXPECT_EQ(times.TakeChanges().size(), RoundTimes::kNames);
  times.NoteRound("0", 2);
  EXPECT_EQ(times.RestOf("0"), 2);
  times.NoteDown("a", 5);
  EXPECT_EQ(times.DownOf("a"), 5u);
}

class LinkMeterTest : public ::testing::Test {
 protected:
  // Parts of 100 bytes of 1000, one every `pace`, from `first` on.
  std::optional<LinkMeter::Transfer> Fetch(Duration pace, uint64_t first = 0) {
    std::optional<LinkMeter::Transfer> told;
    for (uint64_t at = first; at < 1000; at += 100) {
      told = meter_.Asked("a", {at, 100}, 1000, now_);
      if (at + 100 < 1000) {
        EXPECT_FALSE(told);
      }
      now_ += pace;
    }
    return told;
  }
  LinkMeter meter_;
  Instant now_{};
};

TEST_F(LinkMeterTest, AFetchIsMeasuredOnItsSecondHalf) {
  const auto fetch = Fetch(milliseconds(100));
  ASSERT_TRUE(fetch);
  EXPECT_EQ(fetch->bytes_per_second, 1000u);
  EXPECT_EQ(fetch->took, milliseconds(900));
  EXPECT_EQ(meter_.FetchTimeOf("a"), milliseconds(900));
  EXPECT_EQ(meter_.FetchTimeOf("b"), Duration{});
}

TEST_F(LinkMeterTest, AFetchThatGoesOnIsNotTakenForFaster) {
  const auto fetch = Fetch(milliseconds(100), 600);
  ASSERT_TRUE(fetch);
  EXPECT_EQ(fetch->bytes_per_second, 1000u);
}

TEST_F(LinkMeterTest, WhatTakesNoTimeOrIsCutShortMeasuresNothing) {
  EXPECT_FALSE(Fetch(Duration{}));
  meter_.Asked("a", {0, 900}, 1000, now_);
  meter_.Lost("a");
  EXPECT_FALSE(meter_.Asked("a", {900, 100}, 1000, now_ + seconds(1)));
  meter_.Expected(1, "a", 500, now_);
  meter_.Lost("a");
  EXPECT_FALSE(meter_.Arrived(1, now_ + seconds(1)));
}

TEST_F(LinkMeterTest, AVectorIsMeasuredFromTheFirstOrderToItsArrival) {
  meter_.Expected(1, "a", 500, now_);
  meter_.Expected(1, "a", 500, now_ + seconds(4));  // announced again
  const auto upload = meter_.Arrived(1, now_ + seconds(5));
  ASSERT_TRUE(upload);
  EXPECT_EQ(upload->site, "a");
  EXPECT_EQ(upload->bytes_per_second, 100u);
  EXPECT_EQ(upload->took, seconds(5));
  EXPECT_FALSE(meter_.Arrived(1, now_ + seconds(6)));
}

}  // namespace
}  // namespace hansa::coordinator
