#pragma once
// A row as a model sees it, on its way into a window.

#include <cstdint>
#include <span>
#include <string_view>

namespace hansa::client {

struct ModelRow {
  std::span<const float> x;              // encoded features, all finite
  double y = 0;                          // the target; NaN: not known
  bool train = false, evaluate = false;  // the sets that the row belongs to
  bool held = false;                     // stands in for a row that is missing
  std::string_view label;                // in predictions
  uint64_t line = 0;                     // in its file
};

}  // namespace hansa::client
