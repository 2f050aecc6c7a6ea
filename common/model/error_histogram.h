#pragma once
// Reconstruction errors of rows in bins, counted alike by every site, so that the sum of the counts
// gives a quantile over the rows of all of them. Pure.
//
// The bins are equal steps of the logarithm: kErrorBinsPerOctave to a doubling, from kLeastError to
// kMostError in the model's scaled units. Errors beyond either end are counted in the bin there.

#include <cstdint>
#include <optional>
#include <span>

namespace hansa {

inline constexpr uint32_t kErrorBins = 1024, kErrorBinsPerOctave = 32;
inline constexpr double kLeastError = 1.0 / 65536, kMostError = 65536;  // 2^-16, 2^16
// A quantile that is told is off by at most this share of itself: the width of a bin, 2^(1/32) - 1.
inline constexpr double kErrorQuantileBound = 0.0219;

// Of an error that is not below 0; an infinite one, or one that is no number, is in the last.
uint32_t ErrorBin(double error);

// The least error that a share `quantile` of the counted rows does not exceed, by interpolation in
// its bin. None when no rows were counted, or when it lies in the first or the last bin, whose
// other end is not known.
std::optional<double> ErrorQuantile(std::span<const double> counts, double quantile);

}  // namespace hansa
