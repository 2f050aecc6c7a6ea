#include <gtest/gtest.h>

#include <string>

#include "client/data/time_column.h"
#include "client/data/time_text.h"

namespace hansa::client {
namespace {

constexpr RowTime kSecond = 1'000'000;

// Seconds by `date -u -d TEXT +%s`.
TEST(ParseTime, KnownTimes) {
  const struct {
    const char* text;
    TimeForm form;
    RowTime time;
  } table[] = {
      {"2014-01-01T00:00Z", TimeForm::kZoned, 1388534400 * kSecond},
      {"2014-01-01T00:10:00Z", TimeForm::kZoned, 1388535000 * kSecond},
      {"2014-01-01t00:10:00.25z", TimeForm::kZoned, 1388535000 * kSecond + 250000},
      {"2014-01-01T01:00+01:00", TimeForm::kZoned, 1388534400 * kSecond},
      {"2013-12-31 18:30:00-0530", TimeForm::kZoned, 1388534400 * kSecond},
      {"2014-01-01T01:00+01", TimeForm::kZoned, 1388534400 * kSecond},
      {"2014-01-01T00:10", TimeForm::kLocal, 1388535000 * kSecond},
      {"2014-01-01 00:10:00,5", TimeForm::kLocal, 1388535000 * kSecond + 500000},
      {"2014-01-01", TimeForm::kLocal, 1388534400 * kSecond},
      {"2000-02-29 23:59:59.9999999", TimeForm::kLocal, 951868799 * kSecond + 999999},
      {"1969-12-31T23:59:59Z", TimeForm::kZoned, -kSecond},
      {"1900-01-01", TimeForm::kLocal, -2208988800 * kSecond},
      {"0", TimeForm::kUnixSeconds, 0},
      {"1388534400", TimeForm::kUnixSeconds, 1388534400 * kSecond},
      {"1388534400.000039", TimeForm::kUnixSeconds, 1388534400 * kSecond + 39},
      {"1.3885344e9", TimeForm::kUnixSeconds, 1388534400 * kSecond},
      {"1388534400000", TimeForm::kUnixMilliseconds, 1388534400 * kSecond},
      {"1388534400000.5", TimeForm::kUnixMilliseconds, 1388534400 * kSecond + 500},
  };
  for (const auto& row : table)
    EXPECT_EQ(ParseTime(row.text), (ParsedTime{row.form, row.time})) << row.text;
}

TEST(ParseTime, NothingElseIsATime) {
  for (const char* text : {"",
                           " ",
                           "noon",
                           "01.01.2014 00:00",
                           "2014/01/01",
                           "01-01-2014",
                           "2014-1-1",
                           "2014-13-01",
                           "2014-02-29",
                           "2014-02-30T00:00Z",
                           "2014-00-10",
                           "2014-01-01T",
                           "2014-01-01T24:00",
                           "2014-01-01T00:60",
                           "2014-01-01T00:00:60Z",
                           "2014-01-01T00",
                           "2014-01-01T00:00:",
                           "2014-01-01T00:00:00.",
                           "2014-01-01T00:00Zulu",
                           "2014-01-01T00:00+",
                           "2014-01-01T00:00+1",
                           "2014-01-01T00:00+19:00",
                           "2014-01-01T00:00+01:",
                           "2014-01-01T00:00+01:60",
                           "2014-01-01Z",
                           "1899-12-31",
                           "3000-01-01",
                           " 2014-01-01",
                           "2014-01-01 ",
                           "-1",
                           "1e14",
                           "nan",
                           "inf",
                           "12:00",
                           "1,5",
                           "+5",
                           "20140101T000000Z",
                           "2014-01-01T00:00 Z"})
    EXPECT_EQ(ParseTime(text), std::nullopt) << text;
}

TEST(TimeColumn, KeepsToTheFormOfTheFirstTime) {
  TimeColumn column;
  RowTime time = 7;
  EXPECT_EQ(column.Read("later", time), "not_a_time");
  EXPECT_EQ(time, 7);
  EXPECT_EQ(column.Read("2014-01-01T00:00Z", time), "");
  EXPECT_EQ(time, 1388534400 * kSecond);
  for (const char* other : {"2014-01-01T00:10", "1388535000", "1388535000000"})
    EXPECT_EQ(column.Read(other, time), "other_time_form") << other;
  EXPECT_EQ(column.Read("2014-01-01T01:10+01:00", time), "") << "zones may differ";
  EXPECT_EQ(time, 1388535000 * kSecond);
}

}  // namespace
}  // namespace hansa::client
