#include "common/model/error_histogram.h"

#include <algorithm>
#include <cmath>

#include "common/base/check.h"

namespace hansa {
namespace {

constexpr double kFirstOctave = -16;

double LowerEdge(double bin) { return std::exp2(kFirstOctave + bin / kErrorBinsPerOctave); }

}  // namespace

uint32_t ErrorBin(double error) {
  if (!(error < kMostError)) return kErrorBins - 1;
  if (!(error > kLeastError)) return 0;
  const double place = (std::log2(error) - kFirstOctave) * kErrorBinsPerOctave;
  return static_cast<uint32_t>(std::clamp<double>(place, 0, kErrorBins - 1));
}

std::optional<double> ErrorQuantile(std::span<const double> counts, double quantile) {
  HANSA_CHECK(counts.size() == kErrorBins);
  double rows = 0;
  for (const double count : counts) rows += count;
  if (!(rows >= 1)) return std::nullopt;
  const double wanted = std::max(1.0, quantile * rows);
  double below = 0;
  for (size_t bin = 0; bin < counts.size(); ++bin) {
    if (below + counts[bin] < wanted) {
      below += counts[bin];
      continue;
    }
    if (bin == 0 || bin + 1 == counts.size()) return std::nullopt;
    const double part = (wanted - below) / counts[bin];
    return LowerEdge(static_cast<double>(bin) + part);
  }
  return std::nullopt;
}

}  // namespace hansa
