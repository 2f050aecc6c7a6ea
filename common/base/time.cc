#include "common/base/time.h"

#include <ctime>

namespace hansa {

Now ReadClocks() {
  using std::chrono::duration_cast;
  const auto steady = std::chrono::steady_clock::now().time_since_epoch();
  const auto wall = std::chrono::system_clock::now().time_since_epoch();
  return {Instant(duration_cast<Duration>(steady)), duration_cast<milliseconds>(wall).count()};
}

std::string FormatUtc(UnixMillis unix_ms) {
  const std::time_t t = static_cast<std::time_t>(unix_ms / 1000);
  std::tm parts{};
  gmtime_r(&t, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

}  // namespace hansa
