#pragma once
// The site's own time of day, for the hours of its policy.

#include "common/base/time.h"

namespace hansa::client {

// 0 to 1439.
int LocalMinuteOfDay(UnixMillis unix_ms);

}  // namespace hansa::client
