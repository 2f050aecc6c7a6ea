#pragma once
// Runs of rows as they are: without a fixed step.

#include <optional>

#include "client/data/row_runs.h"
#include "client/data/window_cutter.h"

namespace hansa::client {

// A run ends where the time goes back, where two rows are further apart than `gap`, and, when no
// `gap` says what is tolerated, where a row was dropped. A time seen twice in a row drops the
// second.
class PlainRuns : public RowRuns {
 public:
  PlainRuns(const WindowSpec& spec, size_t inputs, WindowSink& sink)
      : spec_(spec), cutter_(spec, inputs, sink) {}

  Result<std::string> Push(const ModelRow& row, RowTime time, bool after_drop) override;
  Result<> End(std::string_view reason) override { return cutter_.EndRun(reason); }

 private:
  std::string_view Break(RowTime time, bool after_drop) const;

  const WindowSpec& spec_;
  WindowCutter cutter_;
  std::optional<RowTime> last_;
};

}  // namespace hansa::client
