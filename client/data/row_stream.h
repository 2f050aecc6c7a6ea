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
#include "client/data/time_column.h"

namespace hansa::client {

struct Row {
  std::span<const double> numbers;  // of plan.columns; NaN for texts
  std::vector<bool> truths;         // of the expressions, in order
  std::string_view label;           // of plan.label_at
  std::string_view group;           // of plan.group_at
  RowTime time = 0;                 // of plan.time_at
  size_t source = 0;                // which of the files
  std::string_view file;
  uint64_t line = 0;
  uint64_t dropped_before = 0;  // rows of this file that were dropped before this one
};

// Returns why the row is dropped, or nothing when it is used. An error ends the stream.
using TakeRow = std::function<Result<std::string>(const Row&)>;

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
    uint64_t unfit_before = 0;  // rows of the file dropped by the checks of cells
    RowTime time = 0;
    std::string label, group;
  };
  RowStream() = default;
  Result<> RunFile(CsvFile& file, const TakeRow& take, DataReport& report);
  std::string Check(const CsvFile& file, std::span<const size_t> places);
  Result<> Keep(const CsvFile& file);
  Result<> Flush(const CsvFile& file, const TakeRow& take, DataReport& report);
  Row RowOf(size_t pending, const std::vector<bool>& truths) const;

  std::vector<DataSource> sources_;
  ColumnPlan plan_;
  std::optional<RowFilter> filter_;  // none without expressions
  size_t expressions_ = 0;
  size_t source_ = 0;  // being read
  TimeColumn times_;
  RowTime time_ = 0;                  // of the row being read
  uint64_t unfit_ = 0, refused_ = 0;  // rows of the file dropped here, and by `take`
  std::vector<Cell> cells_;
  std::vector<Pending> pending_;
  std::vector<double> numbers_;  // pending rows x columns
  std::vector<Cell> filtered_;
};

}  // namespace hansa::client
