#include "client/data/window_cutter.h"

#include <algorithm>
#include <limits>

namespace hansa::client {

Result<> WindowCutter::Push(const ModelRow& row) {
  Keep(row);
  if (rows_ < spec_.span()) return Success();
  const uint64_t start = rows_ - spec_.span();
  return start % spec_.stride == 0 ? Give(start, true) : Success();
}

Result<> WindowCutter::EndRun(std::string_view reason) {
  uint64_t start = rows_ < spec_.span() ? 0 : rows_ - spec_.span() + 1;
  start = (start + spec_.stride - 1) / spec_.stride * spec_.stride;
  for (; start < rows_; start += spec_.stride) {
    if (!sink_.needs_target && start + spec_.length <= rows_) {
      HANSA_TRY(Give(start, false));
    } else {
      ++sink_.report.found;
      AddDrop(sink_.report.dropped, std::string(reason), sink_.file, line_);
    }
  }
  rows_ = train_from_ = evaluate_from_ = base_ = 0;
  x_.clear();
  rest_.clear();
  return Success();
}

void WindowCutter::Keep(const ModelRow& row) {
  if (rest_.size() == 2 * spec_.span()) {
    const auto old = static_cast<std::ptrdiff_t>(spec_.span());
    x_.erase(x_.begin(), x_.begin() + old * static_cast<std::ptrdiff_t>(inputs_));
    rest_.erase(rest_.begin(), rest_.begin() + old);
    base_ += spec_.span();
  }
  x_.insert(x_.end(), row.x.begin(), row.x.end());
  rest_.push_back({row.y, row.held, std::string(row.label)});
  ++rows_;
  if (!row.train) train_from_ = rows_;
  if (!row.evaluate) evaluate_from_ = rows_;
  line_ = row.line;
}

Result<> WindowCutter::Give(uint64_t start, bool has_target) {
  const size_t first = start - base_;
  Window window;
  window.x = std::span<const float>(x_).subspan(first * inputs_, spec_.length * inputs_);
  window.label = rest_[first + spec_.length - 1].label;
  window.train = train_from_ <= start;
  window.evaluate = evaluate_from_ <= start;
  window.y = std::numeric_limits<double>::quiet_NaN();
  if (has_target) {
    window.y = rest_.back().y;
    window.target_held = rest_.back().held;
  }
  ++sink_.report.found;
  const std::string fault = HANSA_TRY(sink_.take(window));
  if (!fault.empty()) AddDrop(sink_.report.dropped, fault, sink_.file, line_);
  return Success();
}

}  // namespace hansa::client
