#include "coordinator/cli/statistics_table.h"

#include <cstdio>
#include <nlohmann/json.hpp>

#include "common/base/text.h"
#include "common/terminal/table.h"
#include "coordinator/report/event_fields.h"

namespace hansa::cli {
namespace {

using Json = nlohmann::ordered_json;
using coordinator::CountField;
using coordinator::ListField;
using coordinator::NumberField;
using coordinator::TextField;

std::string Figure(const Json& column, const char* name) {
  if (!column.is_object()) return "-";
  const auto found = column.find(name);
  if (found == column.end() || !found->is_number()) return "-";
  if (found->is_number_integer()) return found->dump();
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", found->get<double>());
  return text;
}

bool HasQuantiles(const Json& columns) { return !ListField(columns.front(), "quantiles").empty(); }

std::vector<std::string> Headers(const Json& columns) {
  std::vector<std::string> headers = {"column",   "unit",     ">values", ">missing",
                                      ">outside", ">clamped", ">mean",   ">deviation"};
  if (!HasQuantiles(columns)) return headers;
  headers.insert(headers.end(), {">at least", ">at most"});
  for (const Json& quantile : ListField(columns.front(), "quantiles")) {
    char text[32];
    std::snprintf(text, sizeof text, ">%.4g %%", 100 * NumberField(quantile, "probability"));
    headers.emplace_back(text);
  }
  return headers;
}

std::vector<std::string> RowOf(const Json& column, size_t cells) {
  std::vector<std::string> row = {TextField(column, "column"),
                                  TextField(column, "unit"),
                                  Figure(column, "count"),
                                  Figure(column, "missing"),
                                  Figure(column, "outside"),
                                  StrCat(CountField(column, "below") + CountField(column, "above")),
                                  Figure(column, "mean"),
                                  Figure(column, "standard_deviation")};
  const Json& quantiles = ListField(column, "quantiles");
  if (!quantiles.empty()) {
    row.push_back(Figure(column, "smallest_bound"));
    row.push_back(Figure(column, "largest_bound"));
    for (const Json& quantile : quantiles) row.push_back(Figure(quantile, "value"));
  }
  row.resize(cells, "-");
  return row;
}

}  // namespace

std::string StatisticsText(const Json& statistics) {
  const Json& columns = ListField(statistics, "columns");
  if (columns.empty()) return "";
  const std::vector<std::string> headers = Headers(columns);
  terminal::Table table(headers);
  for (const Json& column : columns) table.AddRow(RowOf(column, headers.size()));
  std::string text = table.Text();
  text += StrCat(CountField(statistics, "rows"), " rows of ", CountField(statistics, "sites"),
                 " sites, as one sum.");
  if (HasQuantiles(columns)) text += " Bounds and quantiles are right to the width of a bin.";
  const uint64_t left_out = CountField(statistics, "left_out");
  if (left_out > 0) text += StrCat(" ", left_out, " rows beyond rows_cap are not in it.");
  text += "\n";
  for (const Json& scale : ListField(statistics, "normalisation"))
    text += StrCat("  ", TextField(scale, "column"), ": mean ", Figure(scale, "mean"), ", scale ",
                   Figure(scale, "scale"), " in every version of the model\n");
  return text;
}

}  // namespace hansa::cli
