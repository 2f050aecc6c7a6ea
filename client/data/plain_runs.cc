#include "client/data/plain_runs.h"

namespace hansa::client {

std::string_view PlainRuns::Break(RowTime time, bool after_drop) const {
  if (!spec_.time.empty() && time < *last_) return kRunTimeBack;
  if (spec_.gap.count() == 0) return after_drop ? kRunDroppedRow : "";
  return std::chrono::microseconds(time - *last_) > spec_.gap ? kRunGap : "";
}

Result<std::string> PlainRuns::Push(const ModelRow& row, RowTime time, bool after_drop) {
  if (last_ && !spec_.time.empty() && time == *last_) return std::string("time_repeated");
  const std::string_view reason = last_ ? Break(time, after_drop) : "";
  if (!reason.empty()) HANSA_TRY(cutter_.EndRun(reason));
  last_ = time;
  HANSA_TRY(cutter_.Push(row));
  return std::string();
}

}  // namespace hansa::client
