#pragma once
// The rows of one machine in one file -> its runs.

#include <string>
#include <string_view>

#include "client/data/model_row.h"
#include "client/data/time_text.h"
#include "common/base/result.h"

namespace hansa::client {

class RowRuns {
 public:
  virtual ~RowRuns() = default;

  // The next row. `after_drop`: rows before it were dropped. Returns why this one is dropped
  // ("time_repeated"), or nothing.
  virtual Result<std::string> Push(const ModelRow& row, RowTime time, bool after_drop) = 0;
  // No row follows.
  virtual Result<> End(std::string_view reason) = 0;
};

// Why a run ended, and with it the windows that it had begun.
inline constexpr std::string_view kRunGap = "gap";
inline constexpr std::string_view kRunTimeBack = "time_back";
inline constexpr std::string_view kRunDroppedRow = "dropped_row";
inline constexpr std::string_view kRunEndOfFile = "end_of_file";

}  // namespace hansa::client
