#pragma once
// What a job's statistics say of its columns, from the event that tells them.

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hansa::coordinator {

struct GatheredColumn {
  std::string name, unit;
  double low = 0, high = 0;  // the range that was asked for
  uint64_t count = 0, missing = 0, outside = 0, below = 0, above = 0;
  std::optional<double> mean, deviation;             // none: no value
  std::vector<std::pair<double, double>> quantiles;  // probability, value
  std::vector<uint64_t> histogram;                   // values a bin; empty: none was asked for
};

struct GatheredColumns {
  uint64_t sites = 0, rows = 0, left_out = 0;
  std::vector<GatheredColumn> columns;
};

// Of "statistics_gathered". A field that is missing or of another kind reads as nothing.
GatheredColumns ColumnsIn(const nlohmann::ordered_json& event);

}  // namespace hansa::coordinator
