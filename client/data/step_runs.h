#pragma once
// Runs of rows brought to a fixed step.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "client/data/row_runs.h"
#include "client/data/window_cutter.h"

namespace hansa::client {

// Step k holds the rows with a time from k * step to before (k + 1) * step, counted from 1970. Each
// step with rows becomes one row: their mean or the latest of them; of a class the latest always.
// It is in a set when all its rows are. Steps without rows are filled with the row before, at most
// `hold` long; a longer gap ends the run, and so does a row of an earlier step.
class StepRuns : public RowRuns {
 public:
  // `target_is_class`: targets are not averaged.
  StepRuns(const WindowSpec& spec, size_t inputs, bool target_is_class, WindowSink& sink);

  Result<std::string> Push(const ModelRow& row, RowTime time, bool after_drop) override;
  Result<> End(std::string_view reason) override;

 private:
  Result<> MoveTo(int64_t step);
  void Begin(int64_t step, const ModelRow& row);
  void Add(const ModelRow& row, RowTime time);
  Result<> Close();
  Result<> Hold(int64_t steps);

  const WindowSpec& spec_;
  const bool target_is_class_;
  WindowCutter cutter_;
  std::optional<int64_t> step_;  // open; none: no run
  RowTime last_ = 0;             // of the row before
  // Of the open step.
  RowTime latest_ = 0;
  uint64_t rows_ = 0, targets_ = 0;
  std::vector<double> sums_;
  double target_sum_ = 0;
  std::string label_;
  // The row that the step becomes.
  std::vector<float> x_;
  ModelRow row_;
};

}  // namespace hansa::client
