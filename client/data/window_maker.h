#pragma once
// The rows of a site -> windows, for a job or a prediction. Rows stream through: in memory are the
// last rows of every machine in the file being read.

#include <map>
#include <memory>
#include <string>

#include "client/data/row_runs.h"
#include "client/data/row_stream.h"
#include "client/data/window_cutter.h"
#include "common/model/window_spec.h"

namespace hansa::client {

struct WindowMakerOptions {
  WindowSpec spec;
  size_t inputs = 0;             // of one row
  bool target_is_class = false;  // then it is not averaged
  bool needs_target = true;      // WindowSink
  TakeWindow take;
};

class WindowMaker {
 public:
  explicit WindowMaker(WindowMakerOptions options);
  WindowMaker(const WindowMaker&) = delete;  // machines point into it
  WindowMaker& operator=(const WindowMaker&) = delete;

  // `encoded`: what becomes of `row`. Returns why the row is dropped ("time_repeated",
  // "too_many_groups:<column>"), or nothing.
  Result<std::string> Push(const Row& row, const ModelRow& encoded);
  // After the last row.
  Result<WindowReport> Finish();

 private:
  struct Machine {
    std::unique_ptr<RowRuns> runs;
    uint64_t dropped_before = 0;  // as the last row that it took had it
  };
  Result<> EndFile();
  Machine* MachineOf(const Row& row);

  WindowMakerOptions options_;
  WindowSink sink_;
  size_t most_machines_ = 0;
  size_t source_ = 0;
  uint64_t harmless_ = 0;  // rows of the file dropped here: no machine in memory misses them
  std::map<std::string, Machine, std::less<>> machines_;
};

}  // namespace hansa::client
