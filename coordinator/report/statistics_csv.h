#pragma once
// Statistics as a table for other programs.

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace hansa::coordinator {

// "column,figure,value": one line a figure; `statistics` as it stands in events.jsonl. What a
// damaged line lacks reads as nothing.
std::string StatisticsCsv(const nlohmann::ordered_json& statistics);

}  // namespace hansa::coordinator
