#include "client/learning/class_counts.h"

#include <algorithm>
#include <cmath>

namespace hansa::client {
namespace {

// log(p_c / (1 - p_c)) of softmax: the output less the log of the sum of the others' exponentials.
double LogOdds(std::span<const float> outputs, size_t c) {
  double largest = -INFINITY, sum = 0;
  for (size_t i = 0; i < outputs.size(); ++i)
    if (i != c) largest = std::max<double>(largest, outputs[i]);
  for (size_t i = 0; i < outputs.size(); ++i)
    if (i != c) sum += std::exp(outputs[i] - largest);
  return outputs[c] - largest - std::log(sum);
}

}  // namespace

ClassCounts::ClassCounts(const NetworkSpec& network, const ExtraMetrics& wanted)
    : network_(network) {
  if (wanted.needs_confusion()) confusion_.resize(ConfusionCells(network));
  if (wanted.needs_scores()) scores_.resize(ScoreCells(network));
}

void ClassCounts::Add(std::span<const float> outputs, uint32_t truth) {
  const bool logit = network_.loss == Loss::kBinaryCrossEntropy;
  const auto best = std::max_element(outputs.begin(), outputs.end()) - outputs.begin();
  const auto said = logit ? static_cast<size_t>(outputs[0] > 0) : static_cast<size_t>(best);
  if (!confusion_.empty()) ++confusion_[size_t{truth} * ClassesOf(network_) + said];
  if (scores_.empty()) return;
  if (logit) return AddScore(0, truth == 1, outputs[0]);
  if (outputs.size() == 2) return AddScore(0, truth == 1, double{outputs[1]} - outputs[0]);
  for (uint32_t c = 0; c < outputs.size(); ++c) AddScore(c, truth == c, LogOdds(outputs, c));
}

void ClassCounts::AddScore(uint32_t histogram, bool of_class, double log_odds) {
  const uint32_t bins = ScoreBins(network_);
  ++scores_[(2 * histogram + (of_class ? 0 : 1)) * bins + ScoreBin(log_odds, bins)];
}

}  // namespace hansa::client
