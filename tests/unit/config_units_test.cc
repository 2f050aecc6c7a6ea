#include <gmock/gmock.h>

#include "common/config/units.h"

namespace hansa {
namespace {

using ::testing::HasSubstr;

TEST(ParseDuration, ReadsEveryUnit) {
  EXPECT_EQ(ParseDuration("250ms")->count(), 250);
  EXPECT_EQ(ParseDuration("90s")->count(), 90'000);
  EXPECT_EQ(ParseDuration("5min")->count(), 300'000);
  EXPECT_EQ(ParseDuration("12h")->count(), 43'200'000);
  EXPECT_EQ(ParseDuration("30d")->count(), 2'592'000'000);
  EXPECT_EQ(ParseDuration("0s")->count(), 0);
}

TEST(ParseDuration, RefusesEverythingElse) {
  for (const char* text : {"", "s", "-1s", "1.5min", "1 s", "5m", "5MIN", "5mins", " 5s", "5s ",
                           "36501d", "99999999999999999999s", "0x5s", "+5s"}) {
    EXPECT_FALSE(ParseDuration(text).ok()) << text;
  }
  EXPECT_TRUE(ParseDuration("36500d").ok());
}

TEST(ParseDuration, SaysWhatIsWrongAndWhatToWrite) {
  EXPECT_EQ(ParseDuration("90").error().Text(),
            "'90' is not a duration: its unit is missing. "
            "Write a whole number with ms, s, min, h or d, as in \"90s\" or \"5min\"");
  EXPECT_THAT(ParseDuration("5m").error().why, HasSubstr("'m' is not one of its units"));
  EXPECT_THAT(ParseDuration("1.5min").error().why, HasSubstr("'.5min'"));
}

TEST(ParseSize, ReadsEveryUnit) {
  EXPECT_EQ(*ParseSize("512B"), 512u);
  EXPECT_EQ(*ParseSize("64KiB"), 65536u);
  EXPECT_EQ(*ParseSize("1MiB"), 1048576u);
  EXPECT_EQ(*ParseSize("4GiB"), uint64_t{4} << 30);
  EXPECT_EQ(*ParseSize("2TiB"), uint64_t{2} << 40);
}

TEST(ParseSize, RefusesOverflowAndDecimalUnits) {
  EXPECT_THAT(ParseSize("8388608TiB").error().why, HasSubstr("too large"));
  EXPECT_TRUE(ParseSize("8388607TiB").ok());
  EXPECT_THAT(ParseSize("4GB").error().why, HasSubstr("'GB'"));
}

TEST(Units, FormatsWhatItReadsBack) {
  for (const char* text : {"250ms", "90s", "5min", "12h", "30d", "1ms"})
    EXPECT_EQ(FormatDuration(*ParseDuration(text)), text);
  EXPECT_EQ(FormatDuration(*ParseDuration("60s")), "1min");
  EXPECT_EQ(FormatDuration(milliseconds(0)), "0ms");
  for (const char* text : {"512B", "64KiB", "1MiB", "4GiB", "2TiB"})
    EXPECT_EQ(FormatSize(*ParseSize(text)), text);
  EXPECT_EQ(FormatSize(0), "0B");
}

}  // namespace
}  // namespace hansa
