#pragma once
// Time as the machines see it: given to them, never read by them.

#include <chrono>
#include <cstdint>
#include <string>

namespace hansa {

using Duration = std::chrono::nanoseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

// A point on a clock that never goes back; virtual in tests and simulation.
struct MonotonicClock {
  using rep = Duration::rep;
  using period = Duration::period;
  using duration = Duration;
  using time_point = std::chrono::time_point<MonotonicClock, Duration>;
};
using Instant = MonotonicClock::time_point;

// Milliseconds since 1970 UTC; may jump. For expiry, policy hours and records only.
using UnixMillis = int64_t;

struct Now {
  Instant instant;
  UnixMillis unix_ms = 0;
};

inline double Seconds(Duration d) { return std::chrono::duration<double>(d).count(); }

// The real clocks; for app and transport only.
Now ReadClocks();
// "2026-03-01T12:00:00Z"
std::string FormatUtc(UnixMillis unix_ms);

}  // namespace hansa
