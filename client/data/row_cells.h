#pragma once
// The cells of one row that a job uses, read and checked.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "client/data/column_plan.h"
#include "client/data/row_filter.h"

namespace hansa::client {

// Cells in the order of plan.columns; `places` from LocateColumns. Returns why the row is dropped
// ("empty_cell:t"), or nothing. Where the plan does not require a number, none is a NaN.
std::string ReadCells(const ColumnPlan& plan, std::span<const size_t> places,
                      std::span<const std::string_view> fields, std::vector<Cell>& cells);

}  // namespace hansa::client
