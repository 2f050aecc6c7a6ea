#include "client/data/dataset.h"

#include <cmath>
#include <optional>

#include "client/data/encode.h"
#include "client/data/job_rows.h"
#include "client/data/window_maker.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

class DatasetBuilder {
 public:
  DatasetBuilder(const JobSpec& job, const ColumnPlan& plan, uint64_t most_bytes);

  Result<std::string> Take(const JobRow& row);
  Result<Dataset> Finish(DataReport report);

 private:
  std::string Encode(const Row& row);
  Result<std::string> TakeWindow(const Window& window);
  Result<> Append(std::span<const float> x, float y, bool train, bool evaluate);

  const JobSpec& job_;
  const ColumnPlan& plan_;
  const uint64_t most_bytes_;
  Dataset dataset_;
  uint64_t values_ = 0;  // in the four arrays
  std::optional<WindowMaker> windows_;
  std::vector<float> x_;  // of the current row
  float y_ = 0;
};

DatasetBuilder::DatasetBuilder(const JobSpec& job, const ColumnPlan& plan, uint64_t most_bytes)
    : job_(job), plan_(plan), most_bytes_(most_bytes) {
  size_t inputs = 0;
  for (const ColumnSpec& feature : job.features) inputs += feature.inputs();
  dataset_.inputs = inputs;
  if (!job.window) return;
  dataset_.inputs = inputs * job.window->length;
  windows_.emplace(
      WindowMakerOptions{.spec = *job.window,
                         .inputs = inputs,
                         .target_is_class = IsClassifier(job.network),
                         .needs_target = plan.target_at.has_value(),
                         .take = [this](const Window& window) { return TakeWindow(window); }});
}

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

Result<std::string> DatasetBuilder::Take(const JobRow& row) {
  std::string fault = Encode(row.row);
  if (!fault.empty()) return fault;
  if (windows_) {
    return windows_->Push(row.row, {.x = x_,
                                    .y = static_cast<double>(y_),
                                    .train = row.train,
                                    .evaluate = row.evaluate,
                                    .line = row.row.line});
  }
  HANSA_TRY(Append(x_, y_, row.train, row.evaluate));
  return std::string();
}

Result<std::string> DatasetBuilder::TakeWindow(const Window& window) {
  if (plan_.target_at && window.target_held) return std::string("target_missing");
  if (!window.train && !window.evaluate) return std::string("crosses_sets");
  const float y = plan_.target_at ? static_cast<float>(window.y) : 0;
  HANSA_TRY(Append(window.x, y, window.train, window.evaluate));
  return std::string();
}

Result<> DatasetBuilder::Append(std::span<const float> x, float y, bool train, bool evaluate) {
  values_ += (x.size() + 1) * (size_t{train} + size_t{evaluate});
  if (values_ * sizeof(float) > most_bytes_) {
    return BadInput(
        "the job's rows take too much memory",
        StrCat("more than ", HumanBytes(static_cast<double>(most_bytes_)), " for rows of ",
               dataset_.inputs, " values"),
        windows_ ? "Raise the window's stride or step, or choose fewer rows with train and evaluate"
                 : "Choose fewer rows with train and evaluate");
  }
  const auto add = [&](std::vector<float>& all_x, std::vector<float>& all_y) {
    all_x.insert(all_x.end(), x.begin(), x.end());
    all_y.push_back(y);
  };
  if (train) add(dataset_.train_x, dataset_.train_y);
  if (evaluate) add(dataset_.evaluate_x, dataset_.evaluate_y);
  return Success();
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

Result<Dataset> DatasetBuilder::Finish(DataReport report) {
  dataset_.report = std::move(report);
  if (windows_) dataset_.report.windows = HANSA_TRY(windows_->Finish());
  dataset_.report.rows_train = dataset_.train_rows();
  dataset_.report.rows_evaluate = dataset_.evaluate_rows();
  dataset_.columns_read = plan_.names();
  dataset_.digest = DigestOf(dataset_);
  return std::move(dataset_);
}

Error NoRows(const DataReport& report) {
  return BadInput("no rows left for training", report.FoundText(),
                  report.windows
                      ? "Check the job's window (length, step, hold, gap) and its valid ranges, "
                        "drop and train against the site's data"
                      : "Check the job's valid ranges, drop and train against the site's data");
}

}  // namespace

Result<Dataset> BuildDataset(const JobSpec& job, const SiteConfig& site, uint64_t most_bytes) {
  JobRows rows = HANSA_TRY(JobRows::Open(job, site));
  DatasetBuilder builder(job, rows.plan(), most_bytes);
  DataReport report;
  HANSA_TRY(rows.Run([&](const JobRow& row) { return builder.Take(row); }, report));
  Dataset dataset = HANSA_TRY(builder.Finish(std::move(report)));
  if (dataset.train_rows() == 0) return NoRows(dataset.report);
  return dataset;
}

Result<std::vector<std::string>> CheckColumns(const JobSpec& job, const SiteConfig& site) {
  const JobRows rows = HANSA_TRY(JobRows::Open(job, site));
  return rows.plan().names();
}

std::string_view DataFaultCode(const Error& error) {
  if (error.what.starts_with(kMissingColumn) ||
      error.what.find("no such column") != std::string::npos)
    return "column_missing";
  if (error.what.find("expression") != std::string::npos) return "expression_refused";
  if (error.what.starts_with("no rows left")) return "no_rows";
  if (error.what.find("too much memory") != std::string::npos) return "data_too_large";
  return "data_unreadable";
}

}  // namespace hansa::client
