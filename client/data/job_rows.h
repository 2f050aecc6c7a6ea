#pragma once
// The rows of a job at a site: those that its checks of cells, its drops and its choices leave.

#include <functional>
#include <string>
#include <vector>

#include "client/data/data_report.h"
#include "client/data/row_stream.h"
#include "client/policy/site_config.h"
#include "common/base/result.h"
#include "common/job/job_spec.h"

namespace hansa::client {

struct JobRow {
  const Row& row;
  bool train = false, evaluate = false;  // one of them is true, or both
};

// As TakeRow.
using TakeJobRow = std::function<Result<std::string>(const JobRow&)>;

class JobRows {
 public:
  // Reads the headers. Errors of columns and expressions as BuildDataset (dataset.h).
  static Result<JobRows> Open(const JobSpec& job, const SiteConfig& site);

  // row.numbers[plan().feature_at[i]] is feature i; plan().columns[plan().target_at] the target, if
  // the job has one.
  const ColumnPlan& plan() const { return stream_.plan(); }
  // Reads the files. Row by row, in file order, files in the order of the configuration; what is
  // dropped is counted in `report`.
  Result<> Run(const TakeJobRow& take, DataReport& report);

 private:
  JobRows(const JobSpec& job, RowStream stream);
  Result<std::string> Take(const Row& row, const TakeJobRow& take) const;

  std::vector<std::string> drop_;
  bool chooses_train_ = false, chooses_evaluate_ = false;
  RowStream stream_;
};

}  // namespace hansa::client
