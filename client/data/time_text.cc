#include "client/data/time_text.h"

#include <chrono>
#include <cmath>

#include "client/data/number.h"

namespace hansa::client {
namespace {

constexpr int64_t kSecond = 1'000'000;
constexpr int64_t kMinute = 60 * kSecond;
constexpr int64_t kHour = 60 * kMinute;
constexpr int64_t kDay = 24 * kHour;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Reads from the front; after the first thing that does not fit it stays failed.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool failed() const { return failed_; }
  bool done() const { return text_.empty(); }
  char next() const { return text_.empty() ? '\0' : text_.front(); }

  bool Skip(char c) {
    if (next() != c || text_.empty()) return false;
    text_.remove_prefix(1);
    return true;
  }
  void Expect(char c) { failed_ = !Skip(c) || failed_; }
  void Fail() { failed_ = true; }

  // Exactly `digits` of them, from `low` to `high`.
  int Number(size_t digits, int low, int high) {
    int value = 0;
    for (size_t i = 0; i < digits; ++i) {
      if (!IsDigit(next())) {
        failed_ = true;
        return low;
      }
      value = value * 10 + (next() - '0');
      text_.remove_prefix(1);
    }
    failed_ = failed_ || value < low || value > high;
    return value;
  }

  // Digits behind the decimal point, as microseconds.
  int64_t Fraction() {
    int64_t unit = kSecond, value = 0;
    failed_ = failed_ || !IsDigit(next());
    for (; IsDigit(next()); text_.remove_prefix(1)) {
      unit /= 10;
      value += unit * (next() - '0');
    }
    return value;
  }

 private:
  std::string_view text_;
  bool failed_ = false;
};

int64_t Date(Scanner& in) {
  namespace chrono = std::chrono;
  const int year = in.Number(4, 1900, 2999);
  in.Expect('-');
  const int month = in.Number(2, 1, 12);
  in.Expect('-');
  const int day = in.Number(2, 1, 31);
  const chrono::year_month_day date{chrono::year(year), chrono::month(static_cast<unsigned>(month)),
                                    chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) in.Fail();
  if (in.failed()) return 0;
  return chrono::sys_days(date).time_since_epoch().count() * kDay;
}

int64_t TimeOfDay(Scanner& in) {
  int64_t time = in.Number(2, 0, 23) * kHour;
  in.Expect(':');
  time += in.Number(2, 0, 59) * kMinute;
  if (!in.Skip(':')) return time;
  time += in.Number(2, 0, 59) * kSecond;
  if (in.Skip('.') || in.Skip(',')) time += in.Fraction();
  return time;
}

// The zone's distance from UTC, or nothing when no zone is written.
std::optional<int64_t> Zone(Scanner& in) {
  if (in.Skip('Z') || in.Skip('z')) return 0;
  const char sign = in.next();
  if (sign != '+' && sign != '-') return std::nullopt;
  in.Skip(sign);
  int64_t offset = in.Number(2, 0, 18) * kHour;
  const bool colon = in.Skip(':');
  if (colon || !in.done()) offset += in.Number(2, 0, 59) * kMinute;
  return sign == '+' ? offset : -offset;
}

std::optional<ParsedTime> ParseIso(std::string_view text) {
  Scanner in(text);
  ParsedTime parsed{TimeForm::kLocal, Date(in)};
  if (!in.failed() && (in.Skip('T') || in.Skip('t') || in.Skip(' '))) {
    parsed.time += TimeOfDay(in);
    if (const std::optional<int64_t> zone = Zone(in)) {
      parsed.form = TimeForm::kZoned;
      parsed.time -= *zone;
    }
  }
  if (in.failed() || !in.done()) return std::nullopt;
  return parsed;
}

std::optional<ParsedTime> ParseUnix(double number) {
  constexpr double kMilliseconds = 1e11, kEnd = 1e14;
  if (!(number >= 0) || number >= kEnd) return std::nullopt;
  if (number < kMilliseconds) return ParsedTime{TimeForm::kUnixSeconds, std::llround(number * 1e6)};
  return ParsedTime{TimeForm::kUnixMilliseconds, std::llround(number * 1e3)};
}

}  // namespace

std::optional<ParsedTime> ParseTime(std::string_view text) {
  // "2014-..." is a date; no number has a '-' behind a digit.
  if (text.size() > 4 && IsDigit(text[3]) && text[4] == '-') return ParseIso(text);
  const std::optional<double> number = ParseNumber(text);
  if (!number) return std::nullopt;
  return ParseUnix(*number);
}

}  // namespace hansa::client
