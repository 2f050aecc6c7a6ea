#include "client/app/local_clock.h"

#include <ctime>

namespace hansa::client {

int LocalMinuteOfDay(UnixMillis unix_ms) {
  const auto seconds_since_1970 = static_cast<std::time_t>(unix_ms / 1000);
  std::tm parts{};
  ::localtime_r(&seconds_since_1970, &parts);
  return parts.tm_hour * 60 + parts.tm_min;
}

}  // namespace hansa::client
