#include "coordinator/app/statistics_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace hansa::coordinator {
namespace {

using Json = nlohmann::ordered_json;

Json ToJson(const v1::ColumnStatistics& column) {
  const bool any = column.count() > 0;
  const auto figure = [any](double value) { return any ? Json(value) : Json(nullptr); };
  Json out = {{"column", column.column()},
              {"unit", column.unit()},
              {"low", column.low()},
              {"high", column.high()},
              {"count", column.count()},
              {"missing", column.missing()},
              {"outside", column.outside()},
              {"below", column.below()},
              {"above", column.above()},
              {"mean", figure(column.mean())},
              {"mean_error", figure(column.mean_error())},
              {"variance", figure(column.variance())},
              {"variance_error", figure(column.variance_error())},
              {"standard_deviation", figure(std::sqrt(column.variance()))}};
  if (column.histogram().empty()) return out;
  out["smallest_bound"] = figure(column.smallest_bound());
  out["largest_bound"] = figure(column.largest_bound());
  out["bin_width"] = (column.high() - column.low()) / column.histogram_size();
  out["quantiles"] = Json::array();
  for (const v1::Quantile& quantile : column.quantiles())
    out["quantiles"].push_back({{"probability", quantile.probability()},
                                {"value", quantile.value()},
                                {"error", quantile.error()}});
  out["histogram"] = Json::array();
  for (const uint64_t bin : column.histogram()) out["histogram"].push_back(bin);
  return out;
}

}  // namespace

Json ToJson(const v1::Statistics& statistics, const Normalisation& normalisation) {
  Json out = {{"sites", statistics.sites()},
              {"rows", statistics.rows()},
              {"left_out", statistics.left_out()},
              {"columns", Json::array()},
              {"normalisation", Json::array()}};
  for (const v1::ColumnStatistics& column : statistics.columns())
    out["columns"].push_back(ToJson(column));
  for (const v1::ColumnScale& scale : normalisation)
    out["normalisation"].push_back(
        {{"column", scale.column()}, {"mean", scale.mean()}, {"scale", scale.scale()}});
  return out;
}

}  // namespace hansa::coordinator
