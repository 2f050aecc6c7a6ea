#pragma once
// Durations and sizes as people write them: a whole number and a unit.

#include <cstdint>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/base/time.h"

namespace hansa {

// "250ms", "90s", "5min", "12h", "30d"; up to 36500 days. kBadInput names the value and the units.
Result<milliseconds> ParseDuration(std::string_view text);
// "512B", "64KiB", "1MiB", "4GiB", "2TiB"; up to 2^63-1 bytes.
Result<uint64_t> ParseSize(std::string_view text);

// The largest unit that divides exactly; what the functions above read back as the same value.
std::string FormatDuration(milliseconds duration);
std::string FormatSize(uint64_t bytes);

}  // namespace hansa
