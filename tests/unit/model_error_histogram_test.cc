// Quantiles of reconstruction errors from counts in bins, beside the same of the errors themselves.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "common/model/error_histogram.h"

namespace hansa {
namespace {

std::vector<double> Counted(const std::vector<double>& errors) {
  std::vector<double> counts(kErrorBins);
  for (const double error : errors) ++counts[ErrorBin(error)];
  return counts;
}

double ExactQuantile(std::vector<double> errors, double quantile) {
  std::sort(errors.begin(), errors.end());
  const double rank = std::ceil(quantile * static_cast<double>(errors.size()));
  return errors[static_cast<size_t>(std::max(rank, 1.0)) - 1];
}

TEST(ErrorBin, GrowsWithTheError) {
  uint32_t last = 0;
  for (double error = kLeastError / 4; error < kMostError * 4; error *= 1.001) {
    const uint32_t bin = ErrorBin(error);
    ASSERT_LT(bin, kErrorBins);
    ASSERT_GE(bin, last);
    ASSERT_LE(bin, last + 1);
    last = bin;
  }
  EXPECT_EQ(last, kErrorBins - 1);
}

TEST(ErrorBin, WhatIsBeyondTheRangeIsInTheBinAtItsEnd) {
  EXPECT_EQ(ErrorBin(0), 0u);
  EXPECT_EQ(ErrorBin(1e-300), 0u);
  EXPECT_EQ(ErrorBin(1), kErrorBins / 2);
  for (const double huge : {1e300, std::numeric_limits<double>::infinity(), std::nan("")})
    EXPECT_EQ(ErrorBin(huge), kErrorBins - 1);
}

TEST(ErrorQuantile, TheBoundIsTheWidthOfABin) {
  EXPECT_GE(kErrorQuantileBound, std::exp2(1.0 / kErrorBinsPerOctave) - 1);
  EXPECT_LT(kErrorQuantileBound, std::exp2(1.0 / kErrorBinsPerOctave) - 1 + 1e-4);
}

TEST(ErrorQuantile, IsUnknownOfNoRowsAndBeyondTheRange) {
  EXPECT_FALSE(ErrorQuantile(Counted({}), 0.5));
  EXPECT_FALSE(ErrorQuantile(Counted({0, 0, 1}), 0.5));
  EXPECT_FALSE(ErrorQuantile(Counted({1, 1e9, 1e9}), 0.9));
  EXPECT_TRUE(ErrorQuantile(Counted({0, 1, 1, 1e9}), 0.6));
}

RC_GTEST_PROP(ErrorQuantile, IsWithinTheBoundOfTheRowsOwn, ()) {
  const auto exponents =
      *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(-15000, 15000)));
  std::vector<double> errors;
  for (const int exponent : exponents) errors.push_back(std::exp2(exponent / 1000.0));
  const double quantile = *rc::gen::inRange(1, 1000) / 1000.0;
  const auto told = ErrorQuantile(Counted(errors), quantile);
  RC_ASSERT(told.has_value());
  const double exact = ExactQuantile(errors, quantile);
  RC_ASSERT(std::fabs(*told - exact) <= exact * kErrorQuantileBound);
}

}  // namespace
}  // namespace hansa
