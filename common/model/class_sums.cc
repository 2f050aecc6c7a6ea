#include "common/model/class_sums.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "common/base/text.h"

namespace hansa {
namespace {

constexpr uint32_t kBinsOfTwoClasses = 512, kBinsOfMore = 128;

// 0 when the class neither occurs nor is ever said.
std::optional<double> F1(std::span<const double> confusion, size_t classes, size_t c) {
  double of_class = 0, said = 0;
  for (size_t other = 0; other < classes; ++other) {
    of_class += confusion[c * classes + other];
    said += confusion[other * classes + c];
  }
  if (of_class + said <= 0) return std::nullopt;
  return 2 * confusion[c * classes + c] / (of_class + said);
}

std::optional<double> MeanF1(std::span<const double> confusion, size_t classes) {
  if (classes == 2) return F1(confusion, classes, 1);
  double sum = 0, counted = 0;
  for (size_t c = 0; c < classes; ++c) {
    const auto f1 = F1(confusion, classes, c);
    if (!f1) continue;
    sum += *f1;
    ++counted;
  }
  if (counted == 0) return std::nullopt;
  return sum / counted;
}

struct Area {
  double auroc = 0;
  double error = 0;
};

// Pairs won, and half of those that share a bin (Mann and Whitney 1947).
std::optional<Area> AreaOf(std::span<const double> own, std::span<const double> others) {
  double below = 0, won = 0, tied = 0, rows = 0;
  for (size_t bin = 0; bin < own.size(); ++bin) {
    won += own[bin] * below;
    tied += own[bin] * others[bin];
    below += others[bin];
    rows += own[bin];
  }
  const double pairs = rows * below;
  if (!(rows > 0 && below > 0)) return std::nullopt;
  return Area{(won + tied / 2) / pairs, tied / 2 / pairs};
}

std::optional<Area> MeanArea(std::span<const double> scores, size_t histograms, size_t bins) {
  Area sum;
  double counted = 0;
  for (size_t h = 0; h < histograms; ++h) {
    const auto area =
        AreaOf(scores.subspan(2 * h * bins, bins), scores.subspan((2 * h + 1) * bins, bins));
    if (!area) continue;
    sum.auroc += area->auroc;
    sum.error += area->error;
    ++counted;
  }
  if (counted == 0) return std::nullopt;
  return Area{sum.auroc / counted, sum.error / counted};
}

}  // namespace

uint64_t ConfusionCells(const NetworkSpec& network) {
  return uint64_t{ClassesOf(network)} * ClassesOf(network);
}

uint32_t ScoreHistograms(const NetworkSpec& network) {
  const uint32_t classes = ClassesOf(network);
  return classes == 2 ? 1 : classes;
}

uint32_t ScoreBins(const NetworkSpec& network) {
  return ClassesOf(network) == 2 ? kBinsOfTwoClasses : kBinsOfMore;
}

uint64_t ScoreCells(const NetworkSpec& network) {
  return uint64_t{2} * ScoreHistograms(network) * ScoreBins(network);
}

uint32_t ScoreBin(double log_odds, uint32_t bins) {
  const double place =
      std::isinf(log_odds) ? std::copysign(1.0, log_odds) : log_odds / (4 + std::abs(log_odds));
  const auto bin = static_cast<int64_t>(std::floor((place + 1) / 2 * bins));
  return static_cast<uint32_t>(std::clamp<int64_t>(bin, 0, bins - 1));
}

void AddClassMetrics(const NetworkSpec& network, const ExtraMetrics& wanted,
                     std::span<const double> confusion, std::span<const double> scores,
                     std::map<std::string, double>& metrics) {
  const size_t classes = ClassesOf(network);
  if (!confusion.empty() && wanted.confusion)
    for (size_t cell = 0; cell < confusion.size(); ++cell)
      metrics[StrCat("confusion_", cell / classes, "_", cell % classes)] = confusion[cell];
  if (!confusion.empty() && wanted.f1)
    if (const auto f1 = MeanF1(confusion, classes)) metrics["f1"] = *f1;
  if (scores.empty() || !wanted.auroc) return;
  if (const auto area = MeanArea(scores, ScoreHistograms(network), ScoreBins(network))) {
    metrics["auroc"] = area->auroc;
    metrics["auroc_error"] = area->error;
  }
}

}  // namespace hansa
