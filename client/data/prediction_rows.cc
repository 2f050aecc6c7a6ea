#include "client/data/prediction_rows.h"

#include <cmath>
#include <limits>

#include "client/data/encode.h"
#include "client/data/row_stream.h"
#include "client/data/window_maker.h"
#include "common/base/data_limits.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

ColumnRequest RequestOf(const PredictionRequest& request) {
  ColumnRequest columns;
  columns.features = request.features;
  if (!request.target.column.empty()) columns.target = request.target;
  columns.target_required = false;
  columns.label = "time";
  if (!request.where.empty()) columns.expressions.push_back(request.where);
  if (request.window) {
    columns.time = request.window->time;
    columns.group = request.window->group;
    if (!columns.time.empty()) columns.label = columns.time;
  }
  return columns;
}

class Collector {
 public:
  Collector(const PredictionRequest& request, const ColumnPlan& plan);

  Result<std::string> Take(const Row& row);
  Result<PredictionRows> Finish(DataReport report);

 private:
  std::string Encode(const Row& row);
  Result<std::string> TakeWindow(const Window& window);
  Result<> Append(std::span<const float> x, double actual, std::string_view label);

  const PredictionRequest& request_;
  const ColumnPlan& plan_;
  PredictionRows rows_;
  std::optional<WindowMaker> windows_;
  std::vector<float> x_;  // of the current row
};

Collector::Collector(const PredictionRequest& request, const ColumnPlan& plan)
    : request_(request), plan_(plan) {
  size_t inputs = 0;
  for (const ColumnSpec& feature : request.features) inputs += feature.inputs();
  rows_.inputs = inputs;
  rows_.has_actual = plan.target_at.has_value();
  if (!request.window) return;
  rows_.inputs = inputs * request.window->length;
  windows_.emplace(
      WindowMakerOptions{.spec = *request.window,
                         .inputs = inputs,
                         .target_is_class = request.target_is_class,
                         .needs_target = false,
                         .take = [this](const Window& window) { return TakeWindow(window); }});
}

std::string Collector::Encode(const Row& row) {
  x_.clear();
  for (size_t i = 0; i < request_.features.size(); ++i) {
    EncodeFeature(request_.features[i], row.numbers[plan_.feature_at[i]], x_);
    if (!std::isfinite(x_.back())) return "too_large:" + request_.features[i].column;
  }
  return "";
}

Result<std::string> Collector::Take(const Row& row) {
  const bool chosen = request_.where.empty() || row.truths[0];
  if (!chosen && !windows_) return std::string("not_chosen");
  std::string fault = Encode(row);
  if (!fault.empty()) return fault;
  const double actual = plan_.target_at ? row.numbers[*plan_.target_at] : kNone;
  const std::string label = row.label.empty() ? StrCat("line ", row.line) : std::string(row.label);
  if (windows_) {
    return windows_->Push(
        row, {.x = x_, .y = actual, .evaluate = chosen, .label = label, .line = row.line});
  }
  HANSA_TRY(Append(x_, actual, label));
  return std::string();
}

Result<std::string> Collector::TakeWindow(const Window& window) {
  if (!window.evaluate) return std::string("not_chosen");
  HANSA_TRY(Append(window.x, window.y, window.label));
  return std::string();
}

Result<> Collector::Append(std::span<const float> x, double actual, std::string_view label) {
  rows_.x.insert(rows_.x.end(), x.begin(), x.end());
  if (rows_.x.size() * sizeof(float) > limits::kDatasetBytes) {
    return BadInput("the rows take too much memory",
                    StrCat("more than ", HumanBytes(static_cast<double>(limits::kDatasetBytes)),
                           " for rows of ", rows_.inputs, " values"),
                    "Choose fewer rows with --where, or split the file");
  }
  rows_.actual.push_back(actual);
  rows_.labels.emplace_back(label);
  return Success();
}

Result<PredictionRows> Collector::Finish(DataReport report) {
  rows_.report = std::move(report);
  if (windows_) rows_.report.windows = HANSA_TRY(windows_->Finish());
  rows_.report.rows_evaluate = rows_.rows();
  return std::move(rows_);
}

}  // namespace

Result<PredictionRows> ReadPredictionRows(const PredictionRequest& request,
                                          const DataSource& source) {
  RowStream stream = HANSA_TRY(RowStream::Open(RequestOf(request), {source}));
  Collector collector(request, stream.plan());
  DataReport report;
  HANSA_TRY(stream.Run([&](const Row& row) { return collector.Take(row); }, report));
  PredictionRows rows = HANSA_TRY(collector.Finish(std::move(report)));
  if (rows.rows() == 0) return BadInput("no rows left to predict", rows.report.FoundText());
  return rows;
}

double TargetInUnit(const ColumnSpec& target, float y) {
  return static_cast<double>(y) * target.scale + target.mean;
}

}  // namespace hansa::client
