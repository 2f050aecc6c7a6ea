#pragma once
// Events as one line of JSON each: "index", "time", "event" (its name in the past tense), then its
// fields in the order of coordinator/core/events.h.

#include <nlohmann/json_fwd.hpp>

#include "common/base/time.h"
#include "coordinator/core/events.h"

namespace hansa::coordinator {

nlohmann::ordered_json ToJson(const Event& event, uint64_t index, UnixMillis time);

}  // namespace hansa::coordinator
