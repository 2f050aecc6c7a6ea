#include "coordinator/report/event_line.h"

#include <nlohmann/json.hpp>

namespace hansa::coordinator {

std::optional<nlohmann::ordered_json> ParseEventLine(std::string_view line) {
  auto event = nlohmann::ordered_json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!event.is_object()) return std::nullopt;
  const auto kind = event.find("event");
  if (kind == event.end() || !kind->is_string()) return std::nullopt;
  return event;
}

}  // namespace hansa::coordinator
