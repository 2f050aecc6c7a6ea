#pragma once
// The time of a row, in the ways that loggers write it.

#include <cstdint>
#include <optional>
#include <string_view>

namespace hansa::client {

// Microseconds since 1970. Of times without a zone: as if their clock showed UTC.
using RowTime = int64_t;

// One file keeps to one of them: 10:00 without a zone is no point beside 10:00Z.
enum class TimeForm { kZoned, kLocal, kUnixSeconds, kUnixMilliseconds };

struct ParsedTime {
  TimeForm form = TimeForm::kZoned;
  RowTime time = 0;

  bool operator==(const ParsedTime&) const = default;
};

// ISO 8601 as "2014-01-01", "2014-01-01T00:10", "2014-01-01 00:10:00.25", each time of day with
// or without "Z", "+01", "+0100", "+01:00" behind it, years 1900 to 2999; finer than a microsecond
// is cut off. Numbers: Unix seconds from 0 to below 1e11, Unix milliseconds from there to below
// 1e14; a fraction is allowed. Nothing else: no other order of day, month and year, no second 60.
std::optional<ParsedTime> ParseTime(std::string_view text);

}  // namespace hansa::client
