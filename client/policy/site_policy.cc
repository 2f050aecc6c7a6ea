#include "client/policy/site_policy.h"

#include <cstdio>
#include <optional>

#include "common/base/text.h"

namespace hansa::client {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// "HH:MM" in minutes.
std::optional<int> ParseMinute(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (size_t i : {0u, 1u, 3u, 4u})
    if (!IsDigit(text[i])) return std::nullopt;
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int minute = (text[3] - '0') * 10 + (text[4] - '0');
  if (minute > 59 || hour > 24 || (hour == 24 && minute > 0)) return std::nullopt;
  return hour * 60 + minute;
}

}  // namespace

bool Hours::Contains(int minute_of_day) const {
  if (from < to) return minute_of_day >= from && minute_of_day < to;
  return minute_of_day >= from || minute_of_day < to;
}

std::string Hours::Text() const {
  char text[48];
  std::snprintf(text, sizeof text, "%02d:%02d-%02d:%02d", from / 60, from % 60, to / 60, to % 60);
  return text;
}

HoursAhead AheadOf(const Hours& hours, int minute_of_day) {
  constexpr int kDay = 24 * 60;
  if (hours.to - hours.from == kDay) return {};
  // From 1 to a day.
  const auto until = [minute_of_day](int minute) {
    return (minute - minute_of_day + 2 * kDay - 1) % kDay + 1;
  };
  using std::chrono::minutes;
  return {minutes(until(hours.to) - 1), minutes(until(hours.from))};
}

Result<Hours> ParseHours(std::string_view text) {
  const std::string next =
      "Write local times as \"HH:MM-HH:MM\", \"22:00-06:00\" goes over midnight";
  const Error fault = BadInput("not a stretch of the day", StrCat("\"", text, "\""), next);
  if (text.size() != 11 || text[5] != '-') return fault;
  const std::optional<int> from = ParseMinute(text.substr(0, 5));
  const std::optional<int> to = ParseMinute(text.substr(6));
  constexpr int kDay = 24 * 60;
  if (!from || !to || *from == kDay || *from == *to || *to == 0) {
    if (from && to && *to == 0 && *from > 0 && *from < kDay) return Hours{*from, kDay};
    return fault;
  }
  return Hours{*from, *to};
}

}  // namespace hansa::client
