#pragma once
// Rows of one CSV for a model to predict: the same encoding as for training, nothing held back but
// rows whose features do not fit.

#include <optional>
#include <string>
#include <vector>

#include "client/data/data_report.h"
#include "client/policy/site_config.h"
#include "common/base/result.h"
#include "common/job/job_spec.h"

namespace hansa::client {

struct PredictionRequest {
  std::vector<ColumnSpec> features;
  ColumnSpec target;  // need not be in the file
  std::string where;  // SQL expression choosing rows, guarded as in a job; empty: all
  std::optional<WindowSpec> window;  // as in the job; a window is chosen when all its rows are
  bool target_is_class = false;
};

struct PredictionRows {
  size_t inputs = 0;
  std::vector<float> x;        // rows x inputs
  std::vector<double> actual;  // in the target's own unit; NaN where there is none
  bool has_actual = false;     // the file has the target's column
  // Text of the column "time" (or of the window's), else the line number; of a window's last row.
  std::vector<std::string> labels;
  DataReport report;  // rows_evaluate: rows kept; "not_chosen" counts those that `where` leaves out

  size_t rows() const { return labels.size(); }
};

// Errors as BuildDataset.
Result<PredictionRows> ReadPredictionRows(const PredictionRequest& request,
                                          const DataSource& source);

// What the model's number means: y * scale + mean, in the target's unit.
double TargetInUnit(const ColumnSpec& target, float y);

}  // namespace hansa::client
