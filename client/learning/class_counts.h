#pragma once
// Confusions and score histograms of a classifier's outputs (common/model/class_sums.h). No
// LibTorch here.

#include <cstdint>
#include <span>
#include <vector>

#include "client/learning/data_view.h"
#include "common/model/class_sums.h"

namespace hansa::client {

class ClassCounts {
 public:
  ClassCounts(const NetworkSpec& network, const ExtraMetrics& wanted);

  // One row's outputs and its true class.
  void Add(std::span<const float> outputs, uint32_t truth);

  const std::vector<uint64_t>& confusion() const { return confusion_; }  // empty: not wanted
  const std::vector<uint64_t>& scores() const { return scores_; }        // empty: not wanted

 private:
  void AddScore(uint32_t histogram, bool of_class, double log_odds);

  NetworkSpec network_;
  std::vector<uint64_t> confusion_, scores_;
};

}  // namespace hansa::client
