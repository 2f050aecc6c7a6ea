#include "coordinator/report/gathered_columns.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "coordinator/report/event_fields.h"

namespace hansa::coordinator {
namespace {

using Json = nlohmann::ordered_json;

std::optional<double> Figure(const Json& column, const char* key) {
  const auto found = column.find(key);
  if (found == column.end() || !found->is_number()) return std::nullopt;
  const double value = found->get<double>();
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

GatheredColumn ColumnIn(const Json& json) {
  GatheredColumn column;
  column.name = TextField(json, "column");
  column.unit = TextField(json, "unit");
  column.low = NumberField(json, "low");
  column.high = NumberField(json, "high");
  column.count = CountField(json, "count");
  column.missing = CountField(json, "missing");
  column.outside = CountField(json, "outside");
  column.below = CountField(json, "below");
  column.above = CountField(json, "above");
  column.mean = Figure(json, "mean");
  column.deviation = Figure(json, "standard_deviation");
  for (const Json& quantile : ListField(json, "quantiles")) {
    if (!quantile.is_object()) continue;
    const auto value = Figure(quantile, "value");
    if (value) column.quantiles.emplace_back(NumberField(quantile, "probability"), *value);
  }
  for (const Json& bin : ListField(json, "histogram"))
    column.histogram.push_back(bin.is_number_unsigned() ? bin.get<uint64_t>() : 0);
  return column;
}

}  // namespace

GatheredColumns ColumnsIn(const Json& event) {
  GatheredColumns gathered;
  gathered.sites = CountField(event, "sites");
  gathered.rows = CountField(event, "rows");
  gathered.left_out = CountField(event, "left_out");
  for (const Json& column : ListField(event, "columns"))
    if (column.is_object()) gathered.columns.push_back(ColumnIn(column));
  return gathered;
}

}  // namespace hansa::coordinator
