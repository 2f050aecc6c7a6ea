#pragma once
// Windows out of the runs of one machine (common/model/window_spec.h says what a run is). Of every
// window that a run begins, one thing becomes: it is given to the taker, or it is dropped for a
// reason.

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "client/data/data_report.h"
#include "client/data/model_row.h"
#include "common/base/result.h"
#include "common/model/window_spec.h"

namespace hansa::client {

struct Window {
  std::span<const float> x;  // length x inputs of a row: time is the slow axis
  double y = 0;              // of the row `ahead` rows after the last; NaN: not known
  bool target_held = false;  // that row stands in for a missing one
  // Every row from the first to that of the target is in the set.
  bool train = false, evaluate = false;
  std::string_view label;  // of the window's last row
};

// Returns why the window is dropped, or nothing when it is used. Valid during the call only.
using TakeWindow = std::function<Result<std::string>(const Window&)>;

// Where windows go, shared by all machines. `file` is the one being read.
struct WindowSink {
  TakeWindow take;
  // False: a window whose target is beyond the end of its run is given all the same, with y NaN.
  bool needs_target = true;
  std::string file;
  WindowReport report;
};

// Holds at most 2 x span rows.
class WindowCutter {
 public:
  WindowCutter(const WindowSpec& spec, size_t inputs, WindowSink& sink)
      : spec_(spec), inputs_(inputs), sink_(sink) {}

  // The next row of the run.
  Result<> Push(const ModelRow& row);
  // Windows that the run has begun and that lack rows are dropped for `reason`.
  Result<> EndRun(std::string_view reason);

 private:
  void Keep(const ModelRow& row);
  // The window that starts at `start`; its target is row `target` of the run, or there is none yet.
  Result<> Give(uint64_t start, bool has_target);

  const WindowSpec& spec_;
  const size_t inputs_;
  WindowSink& sink_;
  // Rows of the run: how many, and where the latest that is not in the set stands.
  uint64_t rows_ = 0, train_from_ = 0, evaluate_from_ = 0;
  uint64_t line_ = 0;  // of the last row
  // The last rows, from row `base_` on.
  uint64_t base_ = 0;
  std::vector<float> x_;
  struct Rest {
    double y;
    bool held;
    std::string label;
  };
  std::vector<Rest> rest_;
};

}  // namespace hansa::client
