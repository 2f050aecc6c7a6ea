#include "client/data/job_rows.h"

namespace hansa::client {
namespace {

// Drops, then the choice of training rows, then of evaluation rows; absent ones choose all.
ColumnRequest RequestOf(const JobSpec& job) {
  ColumnRequest request;
  if (job.task == JobTask::kStatistics) {  // each column stands for itself
    for (const CountedColumn& column : job.statistics.columns)
      request.features.push_back(column.spec);
    request.features_required = false;
    request.expressions = job.drop;
    return request;
  }
  request.features = job.features;
  if (!job.target.column.empty()) request.target = job.target;
  request.expressions = job.drop;
  if (!job.train.empty()) request.expressions.push_back(job.train);
  if (!job.evaluate.empty()) request.expressions.push_back(job.evaluate);
  if (job.window) {
    request.time = job.window->time;
    request.group = job.window->group;
  }
  return request;
}

std::string DropReason(const std::string& expression) {
  constexpr size_t kShown = 120;
  return "drop:" +
         (expression.size() <= kShown ? expression : expression.substr(0, kShown) + "...");
}

}  // namespace

JobRows::JobRows(const JobSpec& job, RowStream stream)
    : drop_(job.drop),
      chooses_train_(!job.train.empty()),
      chooses_evaluate_(!job.evaluate.empty()),
      stream_(std::move(stream)) {}

Result<JobRows> JobRows::Open(const JobSpec& job, const SiteConfig& site) {
  return JobRows(job, HANSA_TRY(RowStream::Open(RequestOf(job), site.data)));
}

Result<> JobRows::Run(const TakeJobRow& take, DataReport& report) {
  return stream_.Run([&](const Row& row) { return Take(row, take); }, report);
}

Result<std::string> JobRows::Take(const Row& row, const TakeJobRow& take) const {
  size_t at = 0;
  for (const std::string& expression : drop_)
    if (row.truths[at++]) return DropReason(expression);
  const bool train = !chooses_train_ || row.truths[at++];
  const bool evaluate = !chooses_evaluate_ || row.truths[at];
  if (!train && !evaluate) return std::string("in_neither_set");
  return take({row, train, evaluate});
}

}  // namespace hansa::client
