#pragma once
// How a metric is called on a page, and which way it gets better. One that is not listed here is
// shown under its own name.

#include <string>

namespace hansa::coordinator {

enum class Better { kLower, kHigher, kUnknown };

struct MetricWords {
  std::string label;
  Better better = Better::kUnknown;
  bool in_target_unit = false;
  int rank = 100;  // on a page: the smallest first, then by name
};

MetricWords WordsOf(const std::string& metric);

}  // namespace hansa::coordinator
