#include "client/data/dataset.h"

#include <algorithm>
#include <cmath>

#include "client/data/encode.h"
#include "client/data/row_stream.h"
#include "common/base/limits.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

// Drops, then the choice of training rows, then of evaluation rows; absent ones choose all.
ColumnRequest RequestOf(const JobSpec& job) {
  ColumnRequest request{job.features, std::nullopt, true, job.drop, ""};
  if (job.has_target()) request.target = job.target;
  if (!job.train.empty()) request.expressions.push_back(job.train);
  if (!job.evaluate.empty()) request.expressions.push_back(job.evaluate);
  return request;
}

std::string DropReason(const std::string& expression) {
  constexpr size_t kShown = 120;
  return "drop:" +
         (expression.size() <= kShown ? expression : expression.substr(0, kShown) + "...");
}

class DatasetBuilder {
 public:
  DatasetBuilder(const JobSpec& job, const ColumnPlan& plan) : job_(job), plan_(plan) {
    for (const ColumnSpec& feature : job.features) dataset_.inputs += feature.inputs();
  }

  std::string Take(const Row& row);
  Dataset Finish(DataReport report);

 private:
  std::string Encode(const Row& row);
  void Append(std::vector<float>& x, std::vector<float>& y) const;

  const JobSpec& job_;
  const ColumnPlan& plan_;
  Dataset dataset_;
  std::vector<float> x_;  // of the current row
  float y_ = 0;
};

// Why the row cannot be used, or nothing.
std::string DatasetBuilder::Encode(const Row& row) {
  x_.clear();
  for (size_t i = 0; i < job_.features.size(); ++i) {
    EncodeFeature(job_.features[i], row.numbers[plan_.feature_at[i]], x_);
    if (!std::isfinite(x_.back())) return "too_large:" + job_.features[i].column;
  }
  if (!plan_.target_at) return "";
  y_ = EncodeTarget(job_.target, row.numbers[*plan_.target_at]);
  if (!std::isfinite(y_)) return "too_large:" + job_.target.column;
  if (IsClassifier(job_.network) && !IsClass(job_.network, y_))
    return "not_a_class:" + job_.target.column;
  return "";
}

void DatasetBuilder::Append(std::vector<float>& x, std::vector<float>& y) const {
  x.insert(x.end(), x_.begin(), x_.end());
  y.push_back(y_);
}

std::string DatasetBuilder::Take(const Row& row) {
  size_t at = 0;
  for (const std::string& expression : job_.drop)
    if (row.truths[at++]) return DropReason(expression);
  const bool train = job_.train.empty() || row.truths[at++];
  const bool evaluate = job_.evaluate.empty() || row.truths[at];
  if (!train && !evaluate) return "in_neither_set";
  std::string fault = Encode(row);
  if (!fault.empty()) return fault;
  if (train) Append(dataset_.train_x, dataset_.train_y);
  if (evaluate) Append(dataset_.evaluate_x, dataset_.evaluate_y);
  return "";
}

void Add(crypto::Sha256Stream& hash, uint64_t number) {
  Bytes bytes;
  AppendLittleEndian(bytes, number);
  hash.Update(bytes);
}

crypto::Digest DigestOf(const Dataset& data) {
  crypto::Sha256Stream hash;
  Add(hash, data.inputs);
  for (const auto* array : {&data.train_x, &data.train_y, &data.evaluate_x, &data.evaluate_y}) {
    Add(hash, array->size());
    hash.Update({reinterpret_cast<const uint8_t*>(array->data()), array->size() * sizeof(float)});
  }
  return hash.Finish();
}

Dataset DatasetBuilder::Finish(DataReport report) {
  dataset_.report = std::move(report);
  dataset_.report.rows_train = dataset_.train_rows();
  dataset_.report.rows_evaluate = dataset_.evaluate_rows();
  dataset_.columns_read = plan_.names();
  dataset_.digest = DigestOf(dataset_);
  return std::move(dataset_);
}

}  // namespace

Result<Dataset> BuildDataset(const JobSpec& job, const SiteConfig& site) {
  RowStream stream = HANSA_TRY(RowStream::Open(RequestOf(job), site.data));
  DatasetBuilder builder(job, stream.plan());
  DataReport report;
  HANSA_TRY(stream.Run([&](const Row& row) { return builder.Take(row); }, report));
  Dataset dataset = builder.Finish(std::move(report));
  if (dataset.train_rows() == 0) {
    return BadInput(
        "no rows left for training",
        StrCat(dataset.report.rows_found, " rows found, dropped: ", dataset.report.DropsText()),
        "Check the job's valid ranges, drop and train against the site's data");
  }
  return dataset;
}

Result<std::vector<std::string>> CheckColumns(const JobSpec& job, const SiteConfig& site) {
  const RowStream stream = HANSA_TRY(RowStream::Open(RequestOf(job), site.data));
  return stream.plan().names();
}

std::string_view DataFaultCode(const Error& error) {
  if (error.what.starts_with(kMissingColumn) ||
      error.what.find("no such column") != std::string::npos)
    return "column_missing";
  if (error.what.find("expression") != std::string::npos) return "expression_refused";
  if (error.what.starts_with("no rows left")) return "no_rows";
  return "data_unreadable";
}

}  // namespace hansa::client
