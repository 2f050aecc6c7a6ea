#include "coordinator/cli/statistics_table.h"

#include <cstdio>
#include <nlohmann/json.hpp>

#include "common/base/text.h"
#include "common/terminal/table.h"

namespace hansa::cli {
namespace {

using nlohmann::json;

std::string Figure(const json& column, const char* name) {
  const auto found = column.find(name);
  if (found == column.end() || !found->is_number()) return "-";
  if (found->is_number_integer()) return found->dump();
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", found->get<double>());
  return text;
}

std::vector<std::string> Headers(const json& columns) {
  std::vector<std::string> headers = {"column",   "unit",     ">values", ">missing",
                                      ">outside", ">clamped", ">mean",   ">deviation"};
  if (!columns.front().contains("quantiles")) return headers;
  headers.insert(headers.end(), {">at least", ">at most"});
  for (const json& quantile : columns.front()["quantiles"]) {
    char text[32];
    std::snprintf(text, sizeof text, ">%.4g %%", 100 * quantile["probability"].get<double>());
    headers.emplace_back(text);
  }
  return headers;
}

std::vector<std::string> RowOf(const json& column, size_t cells) {
  const uint64_t clamped = column.value("below", uint64_t{0}) + column.value("above", uint64_t{0});
  std::vector<std::string> row = {column.value("column", ""), column.value("unit", ""),
                                  Figure(column, "count"),    Figure(column, "missing"),
                                  Figure(column, "outside"),  StrCat(clamped),
                                  Figure(column, "mean"),     Figure(column, "standard_deviation")};
  if (column.contains("quantiles")) {
    row.push_back(Figure(column, "smallest_bound"));
    row.push_back(Figure(column, "largest_bound"));
    for (const json& quantile : column["quantiles"]) row.push_back(Figure(quantile, "value"));
  }
  row.resize(cells, "-");
  return row;
}

}  // namespace

std::string StatisticsText(const json& statistics) {
  const json columns = statistics.value("columns", json::array());
  if (columns.empty()) return "";
  const std::vector<std::string> headers = Headers(columns);
  terminal::Table table(headers);
  for (const json& column : columns) table.AddRow(RowOf(column, headers.size()));
  std::string text = table.Text();
  text += StrCat(statistics.value("rows", uint64_t{0}), " rows of ", statistics.value("sites", 0),
                 " sites, as one sum.");
  if (columns.front().contains("quantiles"))
    text += " Bounds and quantiles are right to the width of a bin.";
  const uint64_t left_out = statistics.value("left_out", uint64_t{0});
  if (left_out > 0) text += StrCat(" ", left_out, " rows beyond rows_cap are not in it.");
  text += "\n";
  for (const json& scale : statistics.value("normalisation", json::array()))
    text += StrCat("  ", scale.value("column", ""), ": mean ", Figure(scale, "mean"), ", scale ",
                   Figure(scale, "scale"), " in every version of the model\n");
  return text;
}

}  // namespace hansa::cli
