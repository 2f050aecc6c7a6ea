#pragma once
// Items of work that are fetched in order, worked on at the same time, and handed on in order. Pure
// code, which knows no threads, is given a line to work on; what it makes does not depend on which.

#include <cstddef>
#include <cstdint>
#include <functional>

#include "common/base/result.h"

namespace hansa {

// Each is called once for every item, on the item's lane, in this order.
struct LineSteps {
  std::function<Result<>(uint64_t item, size_t lane)> fetch;    // from the first item to the last
  std::function<void(uint64_t item, size_t lane)> work;         // in any order, at the same time
  std::function<Result<>(uint64_t item, size_t lane)> hand_on;  // from the first item to the last
};

class WorkLine {
 public:
  virtual ~WorkLine() = default;
  // How many items are under way at most. Each has a lane, from 0 on, and no other has it then.
  virtual size_t lanes() const = 0;
  // Items 0 to `items` - 1. After a failure nothing that follows it is fetched or handed on, and
  // what goes before it is.
  virtual Result<> Run(uint64_t items, const LineSteps& steps) = 0;
};

// On the calling thread.
class OneLane final : public WorkLine {
 public:
  size_t lanes() const override { return 1; }
  Result<> Run(uint64_t items, const LineSteps& steps) override {
    for (uint64_t item = 0; item < items; ++item) {
      HANSA_TRY(steps.fetch(item, 0));
      steps.work(item, 0);
      HANSA_TRY(steps.hand_on(item, 0));
    }
    return Success();
  }
};

}  // namespace hansa
