#pragma once
// Statistics for a person.

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace hansa::cli {

// A table with one row a column, and what its figures mean; `statistics`: a statistics_gathered
// event, or the contents of statistics.json. What is missing or of another kind is left out.
std::string StatisticsText(const nlohmann::ordered_json& statistics);

}  // namespace hansa::cli
