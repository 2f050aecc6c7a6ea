#pragma once
// Which columns of the files a job needs, and what for.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/data/csv_file.h"
#include "common/base/result.h"
#include "common/job/job_spec.h"

namespace hansa::client {

// Who asks: a job, or a prediction.
struct ColumnRequest {
  std::vector<ColumnSpec> features;
  std::optional<ColumnSpec> target;
  bool target_required = true;
  std::vector<std::string> expressions;
  std::string label;  // a column kept as text where the file has it; may be empty
  std::string time;   // must be a time; empty: none
  std::string group;  // kept as text; empty: none
  bool features_required = true;  // false: what is no number is NaN; `valid` is not asked
};

// A column that some part of the job reads; once each.
struct UsedColumn {
  std::string name;
  bool number = false;   // a feature or the target: must be a number
  bool required = true;  // false: an empty cell or no number gives NaN
  bool in_expression = false;
  std::vector<std::pair<double, double>> valid;  // all must hold
};

struct ColumnPlan {
  std::vector<UsedColumn> columns;  // features, target, time, group, then those of expressions only
  std::vector<size_t> feature_at;   // index into `columns`
  std::optional<size_t> target_at;
  std::optional<size_t> label_at;
  std::optional<size_t> time_at;
  std::optional<size_t> group_at;

  std::vector<std::string> names() const;
  std::vector<std::string> expression_columns() const;
};

// `file`: the first one. kBadInput names the columns that it lacks, all of them.
Result<ColumnPlan> PlanColumns(const ColumnRequest& request, const CsvFile& file);

// Where each of the plan's columns stands in a file; the same error.
Result<std::vector<size_t>> LocateColumns(const ColumnPlan& plan, const CsvFile& file);

inline constexpr std::string_view kMissingColumn = "no column ";

}  // namespace hansa::client
