#pragma once
// A window in a manifest. Private to this folder.

#include <nlohmann/json.hpp>

#include "common/model/json_reader.h"
#include "common/model/window_spec.h"

namespace hansa::internal {

// Keys without a value are left out.
nlohmann::ordered_json ToJsonValue(const WindowSpec& window);

// Faults go to the reader.
WindowSpec ReadWindow(ObjectReader in);

}  // namespace hansa::internal
