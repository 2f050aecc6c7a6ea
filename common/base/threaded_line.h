#pragma once
// A line of work with a thread for each lane.

#include "common/base/work_line.h"

namespace hansa {

class ThreadedLine final : public WorkLine {
 public:
  explicit ThreadedLine(size_t lanes);  // at least one
  static ThreadedLine OfAllCores();     // of this machine; 64 at most

  size_t lanes() const override { return lanes_; }
  // The calling thread has one of the lanes; the others' threads end with the call. `fetch` and
  // `hand_on` are called on all of them, each on one at a time.
  Result<> Run(uint64_t items, const LineSteps& steps) override;

 private:
  size_t lanes_;
};

}  // namespace hansa
