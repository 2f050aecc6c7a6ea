#include "client/data/row_cells.h"

#include <limits>

#include "client/data/number.h"
#include "common/base/limits.h"

namespace hansa::client {
namespace {

std::string FaultOf(const UsedColumn& column, const Cell& cell) {
  if (cell.text.empty()) return "empty_cell:" + column.name;
  if (!column.number) return "";
  if (!cell.is_number) return "not_a_number:" + column.name;
  for (const auto& range : column.valid)
    if (cell.number < range.first || cell.number > range.second)
      return "outside_valid:" + column.name;
  return "";
}

Cell Read(std::string_view field) {
  const std::optional<double> number = ParseNumber(field);
  return {number.has_value(), number.value_or(std::numeric_limits<double>::quiet_NaN()), field};
}

}  // namespace

std::string ReadCells(const ColumnPlan& plan, std::span<const size_t> places,
                      std::span<const std::string_view> fields, std::vector<Cell>& cells) {
  cells.clear();
  size_t text_bytes = 0;
  for (size_t i = 0; i < plan.columns.size(); ++i) {
    const UsedColumn& column = plan.columns[i];
    const Cell cell = Read(fields[places[i]]);
    if (column.required) {
      std::string fault = FaultOf(column, cell);
      if (!fault.empty()) return fault;
    }
    if (column.in_expression && !cell.is_number) text_bytes += cell.text.size();
    cells.push_back(cell);
  }
  return text_bytes > limits::kExpressionRowText ? "text_too_long" : "";
}

}  // namespace hansa::client
