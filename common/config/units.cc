#include "common/config/units.h"

#include <array>
#include <charconv>
#include <limits>

#include "common/base/text.h"

namespace hansa {
namespace {

struct Unit {
  std::string_view name;
  uint64_t factor;
};

// Largest first, as FormatIn tries them.
constexpr std::array<Unit, 5> kDurations = {{
    {"d", 86'400'000},
    {"h", 3'600'000},
    {"min", 60'000},
    {"s", 1000},
    {"ms", 1},
}};
constexpr std::array<Unit, 5> kSizes = {{
    {"TiB", uint64_t{1} << 40},
    {"GiB", 1 << 30},
    {"MiB", 1 << 20},
    {"KiB", 1 << 10},
    {"B", 1},
}};
constexpr uint64_t kLongestMilliseconds = 36'500ull * 86'400'000;
constexpr uint64_t kLargestBytes = std::numeric_limits<int64_t>::max();

Result<uint64_t> ParseIn(std::string_view text, const std::array<Unit, 5>& units,
                         std::string_view kind, std::string_view example, uint64_t largest) {
  const std::string shown = StrCat("'", text.substr(0, 40), "'");
  const auto bad = [&](std::string why) {
    return BadInput(StrCat(shown, " is not a ", kind), std::move(why), std::string(example));
  };
  uint64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault == std::errc::result_out_of_range) return bad("it is too large");
  if (fault != std::errc()) return bad("it does not start with a whole number");
  const std::string_view name(end, static_cast<size_t>(text.data() + text.size() - end));
  if (name.empty()) return bad("its unit is missing");
  for (const Unit& unit : units) {
    if (unit.name != name) continue;
    if (number > largest / unit.factor) return bad("it is too large");
    return number * unit.factor;
  }
  return bad(StrCat("'", name.substr(0, 16), "' is not one of its units"));
}

std::string FormatIn(uint64_t number, const std::array<Unit, 5>& units) {
  for (const Unit& unit : units)
    if (number != 0 && number % unit.factor == 0) return StrCat(number / unit.factor, unit.name);
  return StrCat(number, units.back().name);
}

}  // namespace

Result<milliseconds> ParseDuration(std::string_view text) {
  const uint64_t value =
      HANSA_TRY(ParseIn(text, kDurations, "duration",
                        "Write a whole number with ms, s, min, h or d, as in \"90s\" or \"5min\"",
                        kLongestMilliseconds));
  return milliseconds(static_cast<int64_t>(value));
}

Result<uint64_t> ParseSize(std::string_view text) {
  return ParseIn(text, kSizes, "size",
                 "Write a whole number with B, KiB, MiB, GiB or TiB, as in \"64KiB\"",
                 kLargestBytes);
}

std::string FormatDuration(milliseconds duration) {
  if (duration.count() < 0) return StrCat(duration.count(), "ms");
  return FormatIn(static_cast<uint64_t>(duration.count()), kDurations);
}

std::string FormatSize(uint64_t bytes) { return FormatIn(bytes, kSizes); }

}  // namespace hansa
