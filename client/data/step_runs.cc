#include "client/data/step_runs.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hansa::client {
namespace {

int64_t StepOf(RowTime time, std::chrono::milliseconds step) {
  const int64_t size = std::chrono::microseconds(step).count();
  const int64_t quotient = time / size;
  return time % size < 0 ? quotient - 1 : quotient;
}

}  // namespace

StepRuns::StepRuns(const WindowSpec& spec, size_t inputs, bool target_is_class, WindowSink& sink)
    : spec_(spec),
      target_is_class_(target_is_class),
      cutter_(spec, inputs, sink),
      sums_(inputs),
      x_(inputs) {}

Result<std::string> StepRuns::Push(const ModelRow& row, RowTime time, bool /*after_drop*/) {
  if (step_ && time == last_) return std::string("time_repeated");
  const int64_t step = StepOf(time, spec_.step);
  if (step_ && step != *step_) HANSA_TRY(MoveTo(step));
  if (!step_ || step != *step_) Begin(step, row);
  Add(row, time);
  last_ = time;
  return std::string();
}

Result<> StepRuns::MoveTo(int64_t step) {
  HANSA_TRY(Close());
  if (step < *step_) return cutter_.EndRun(kRunTimeBack);
  const int64_t missing = step - *step_ - 1;
  if (missing > spec_.hold / spec_.step) return cutter_.EndRun(kRunGap);
  return Hold(missing);
}

void StepRuns::Begin(int64_t step, const ModelRow& row) {
  step_ = step;
  rows_ = targets_ = 0;
  std::fill(sums_.begin(), sums_.end(), 0.0);
  target_sum_ = 0;
  row_ = {.x = x_, .y = row.y, .train = true, .evaluate = true};
}

void StepRuns::Add(const ModelRow& row, RowTime time) {
  for (size_t i = 0; i < x_.size(); ++i) sums_[i] += static_cast<double>(row.x[i]);
  if (!std::isnan(row.y)) {
    target_sum_ += row.y;
    ++targets_;
  }
  row_.train = row_.train && row.train;
  row_.evaluate = row_.evaluate && row.evaluate;
  row_.line = row.line;
  if (rows_++ > 0 && time < latest_) return;
  latest_ = time;
  label_ = row.label;
  row_.y = row.y;
  std::copy(row.x.begin(), row.x.end(), x_.begin());
}

Result<> StepRuns::Close() {
  const bool mean = spec_.resample == Resample::kMean;
  if (mean && rows_ > 1) {
    for (size_t i = 0; i < x_.size(); ++i)
      x_[i] = static_cast<float>(sums_[i] / static_cast<double>(rows_));
  }
  if (mean && !target_is_class_ && targets_ > 0)
    row_.y = target_sum_ / static_cast<double>(targets_);
  row_.label = label_;
  return cutter_.Push(row_);
}

Result<> StepRuns::Hold(int64_t steps) {
  row_.held = true;
  row_.y = std::numeric_limits<double>::quiet_NaN();
  for (int64_t i = 0; i < steps; ++i) HANSA_TRY(cutter_.Push(row_));
  return Success();
}

Result<> StepRuns::End(std::string_view reason) {
  if (!step_) return Success();
  HANSA_TRY(Close());
  step_.reset();
  return cutter_.EndRun(reason);
}

}  // namespace hansa::client
