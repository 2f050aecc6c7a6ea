#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "coordinator/aggregation/column_statistics.h"
#include "coordinator/aggregation/normalisation_of.h"

namespace hansa::coordinator {
namespace {

using testing::HasSubstr;

StatisticsSpec Spec() {
  StatisticsSpec spec;
  CountedColumn column{{}, 0, 20};
  column.spec.column = "speed";
  spec.columns = {column};
  spec.bins = 4;
  spec.quantiles = {0.05, 0.5, 0.95};
  return spec;
}

// Ten values: 2.5 five times, 12.5 five times; u = -0.75 and 0.25.
StatisticsSums TenValues() {
  return {.counts = {12, 3, 10, 2, 1, 0, 0},
          .sums = {5 * -0.75 + 5 * 0.25},
          .squares = {5 * 0.5625 + 5 * 0.0625},
          .histogram = {5, 0, 5, 0},
          .sites = 4,
          .scale_bits = 10};
}

TEST(ColumnStatistics, FromSums) {
  const v1::Statistics all = StatisticsFromSums(Spec(), TenValues()).value();
  EXPECT_EQ(all.sites(), 4u);
  EXPECT_EQ(all.rows(), 12u);
  EXPECT_EQ(all.left_out(), 3u);
  const v1::ColumnStatistics& speed = all.columns(0);
  EXPECT_EQ(speed.count(), 10u);
  EXPECT_EQ(speed.missing(), 2u);
  EXPECT_EQ(speed.outside(), 1u);
  EXPECT_DOUBLE_EQ(speed.mean(), 7.5);
  EXPECT_DOUBLE_EQ(speed.variance(), 25);
  EXPECT_DOUBLE_EQ(speed.mean_error(), 10 * (4.0 / 1024) / 10);
  EXPECT_DOUBLE_EQ(speed.variance_error(), 3 * 100 * (4.0 / 1024) / 10);
  EXPECT_EQ(speed.smallest_bound(), 0);
  EXPECT_EQ(speed.largest_bound(), 15);
  ASSERT_EQ(speed.quantiles_size(), 3);
  EXPECT_DOUBLE_EQ(speed.quantiles(0).value(), 0.5);
  EXPECT_DOUBLE_EQ(speed.quantiles(1).value(), 5);
  EXPECT_DOUBLE_EQ(speed.quantiles(2).value(), 14.5);
  EXPECT_EQ(speed.quantiles(1).error(), 5);
}

TEST(ColumnStatistics, WithoutBinsThereAreNoBounds) {
  StatisticsSpec spec = Spec();
  spec.bins = 0;
  StatisticsSums sums = TenValues();
  sums.histogram.clear();
  const v1::Statistics all = StatisticsFromSums(spec, sums).value();
  EXPECT_DOUBLE_EQ(all.columns(0).mean(), 7.5);
  EXPECT_EQ(all.columns(0).quantiles_size(), 0);
}

TEST(ColumnStatistics, RoundingNeverMakesAVarianceNegative) {
  StatisticsSums sums = TenValues();
  sums.squares = {2.49};  // below 10 x mean^2
  sums.sums = {5};
  EXPECT_EQ(StatisticsFromSums(Spec(), sums).value().columns(0).variance(), 0);
}

TEST(ColumnStatistics, AColumnWithoutValuesHasNoFigures) {
  StatisticsSums sums = TenValues();
  sums.counts = {12, 0, 0, 12, 0, 0, 0};
  sums.sums = sums.squares = {0};
  sums.histogram = {0, 0, 0, 0};
  const v1::Statistics all = StatisticsFromSums(Spec(), sums).value();
  EXPECT_EQ(all.columns(0).quantiles_size(), 0);
  const auto normalisation = NormalisationOf(all);
  ASSERT_FALSE(normalisation.ok());
  EXPECT_EQ(normalisation.error().kind, ErrorKind::kWorkFailed);
}

TEST(ColumnStatistics, SumsThatContradictEachOtherAreRefused) {
  StatisticsSums sums = TenValues();
  sums.histogram = {5, 0, 50, 0};
  const auto all = StatisticsFromSums(Spec(), sums);
  ASSERT_FALSE(all.ok());
  EXPECT_THAT(all.error().Text(), HasSubstr("contradict"));
}

TEST(QuantileOf, IsEvenWithinABin) {
  const std::vector<uint64_t> bins = {0, 4, 0, 4, 0};
  EXPECT_DOUBLE_EQ(QuantileOf(bins, 0, 5, 0.25), 1.5);
  EXPECT_DOUBLE_EQ(QuantileOf(bins, 0, 5, 0.5), 2);
  EXPECT_DOUBLE_EQ(QuantileOf(bins, 0, 5, 0.75), 3.5);
  EXPECT_DOUBLE_EQ(QuantileOf({0, 0, 1}, 0, 3, 0.999), 2.999);
}

TEST(NormalisationOf, IsMeanAndDeviation) {
  const v1::Statistics all = StatisticsFromSums(Spec(), TenValues()).value();
  const Normalisation scales = NormalisationOf(all).value();
  ASSERT_EQ(scales.size(), 1);
  EXPECT_EQ(scales[0].column(), "speed");
  EXPECT_DOUBLE_EQ(scales[0].mean(), 7.5);
  EXPECT_DOUBLE_EQ(scales[0].scale(), 5);
}

TEST(NormalisationOf, LeavesAConstantColumnItsScale) {
  v1::Statistics all = StatisticsFromSums(Spec(), TenValues()).value();
  all.mutable_columns(0)->set_variance(all.columns(0).variance_error());
  EXPECT_EQ(NormalisationOf(all).value()[0].scale(), 1);
}

}  // namespace
}  // namespace hansa::coordinator
