#include <gtest/gtest.h>

#include "client/policy/site_policy.h"

namespace hansa::client {
namespace {

TEST(Hours, AllDayByDefault) {
  EXPECT_EQ(ParseHours("00:00-24:00").value(), Hours());
  for (int minute : {0, 720, 1439}) EXPECT_TRUE(Hours().Contains(minute));
  EXPECT_EQ(Hours().Text(), "00:00-24:00");
}

TEST(Hours, TheEndIsOutside) {
  const Hours hours = ParseHours("08:30-17:00").value();
  EXPECT_FALSE(hours.Contains(8 * 60 + 29));
  EXPECT_TRUE(hours.Contains(8 * 60 + 30));
  EXPECT_TRUE(hours.Contains(16 * 60 + 59));
  EXPECT_FALSE(hours.Contains(17 * 60));
  EXPECT_EQ(hours.Text(), "08:30-17:00");
}

TEST(Hours, MayGoOverMidnight) {
  const Hours hours = ParseHours("22:00-06:00").value();
  EXPECT_TRUE(hours.Contains(23 * 60));
  EXPECT_TRUE(hours.Contains(0));
  EXPECT_FALSE(hours.Contains(6 * 60));
  EXPECT_FALSE(hours.Contains(12 * 60));
  const Hours evening = ParseHours("18:00-00:00").value();
  EXPECT_TRUE(evening.Contains(1439));
  EXPECT_FALSE(evening.Contains(0));
}

TEST(Hours, AreToldAsTimesAhead) {
  using std::chrono::minutes;
  const Hours day = ParseHours("08:30-17:00").value();
  EXPECT_EQ(AheadOf(day, 16 * 60).closes_in, minutes(59));  // the minute has begun
  EXPECT_EQ(AheadOf(day, 16 * 60).opens_in, minutes(16 * 60 + 30));
  EXPECT_EQ(AheadOf(day, 8 * 60).opens_in, minutes(30));
  EXPECT_EQ(AheadOf(day, 8 * 60).closes_in, minutes(9 * 60 - 1));
  EXPECT_EQ(AheadOf(day, 8 * 60 + 30).opens_in, minutes(24 * 60));
  EXPECT_EQ(AheadOf(day, 17 * 60).closes_in, minutes(24 * 60 - 1));
  const Hours night = ParseHours("22:00-06:00").value();
  EXPECT_EQ(AheadOf(night, 23 * 60).closes_in, minutes(7 * 60 - 1));
  EXPECT_EQ(AheadOf(Hours{}, 77).opens_in, minutes(0));
  EXPECT_EQ(AheadOf(Hours{}, 77).closes_in, minutes(0));
}

TEST(Hours, RefusesWhatIsNone) {
  for (const char* text :
       {"", "8-17", "08:00-25:00", "08:60-09:00", "24:00-08:00", "08:00-08:00", "08:00 - 17:00",
        "08:00-24:01", "0x:00-10:00", "08:00-17:00 ", "00:00-00:00", "-8:00-17:00"})
    EXPECT_FALSE(ParseHours(text).ok()) << text;
}

}  // namespace
}  // namespace hansa::client
