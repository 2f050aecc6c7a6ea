#pragma once
// The rows of a site's files, in order, that pass the checks of cells, with the truth of every
// expression. In memory at once: one batch.

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "client/data/column_plan.h"
#include "client/data/data_report.h"
#include "client/data/row_cells.h"
#include "client/data/row_filter.h"

namespace hansa::client {

struct Row {
  std::span<const double> numbers;  // of plan.columns; NaN for texts
  std::vector<bool> truths;         // of the expressions, in order
  std::string_view label;           // of plan.label_at
  std::string_view file;
  uint64_t line = 0;
};

// Returns why the row is dropped, or nothing when it is used.
using TakeRow = std::function<std::string(const Row&)>;

class RowStream {
 public:
  // Opens every file and checks its header against the plan made from the first.
  static Result<RowStream> Open(const ColumnRequest& request, std::vector<DataSource> sources);

  const ColumnPlan& plan() const { return plan_; }
  // Shows every row to `take`; counts rows, files and drops in `report`.
  Result<> Run(const TakeRow& take, DataReport& report);

 private:
  struct Pending {
    uint64_t line = 0;
    std::string label;
  };
  RowStream() = default;
  Result<> RunFile(CsvFile& file, const TakeRow& take, DataReport& report);
  Result<> Keep(const CsvFile& file, std::span<const Cell> cells);
  Result<> Flush(const CsvFile& file, const TakeRow& take, DataReport& report);

  std::vector<DataSource> sources_;
  ColumnPlan plan_;
  std::optional<RowFilter> filter_;  // none without expressions
  size_t expressions_ = 0;
  std::vector<Pending> pending_;
  std::vector<double> numbers_;  // pending rows x columns
  std::vector<Cell> filtered_;
};

}  // namespace hansa::client
