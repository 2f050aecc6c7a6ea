#pragma once
// A line of events.jsonl, or of a job's events in the store.

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string_view>

namespace hansa::coordinator {

// Empty: it is no event (cut by a crash, damaged, another program's). An event is an object whose
// "event" is a text; nothing else of it is checked.
std::optional<nlohmann::ordered_json> ParseEventLine(std::string_view line);

}  // namespace hansa::coordinator
