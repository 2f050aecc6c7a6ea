#include <gmock/gmock.h>

#include <limits>

#include "coordinator/aggregation/fedavg.h"
#include "coordinator/aggregation/weighted_mean.h"

namespace hansa::coordinator {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(WeightedMean, WeighsEachSiteByItsRows) {
  // Two sites: weights 3 and 1, values 1.0 and -0.5.
  const std::vector<double> sums = {3 * 1.0 - 1 * 0.5, -8.0};
  EXPECT_THAT(*WeightedMean(sums, 4), ElementsAre((3 * 1.0 - 0.5) / 4, -2.0));
}

TEST(WeightedMean, RefusesAnEmptyWeight) {
  const std::vector<double> sums = {1};
  EXPECT_EQ(WeightedMean(sums, 0).error().kind, ErrorKind::kWorkFailed);
  EXPECT_THAT(WeightedMean(sums, -7).error().why, HasSubstr("-7"));
  EXPECT_FALSE(WeightedMean(sums, std::numeric_limits<double>::quiet_NaN()).ok());
}

TEST(FedAvg, AddsTheMeanAtRateOne) {
  const std::vector<float> base = {1.0f, -2.0f};
  const std::vector<double> mean = {0.5, 0.25};
  EXPECT_THAT(*FedAvg(1.0).Apply(base, mean), ElementsAre(1.5f, -1.75f));
}

TEST(FedAvg, ScalesByTheServerRate) {
  const std::vector<float> base = {1.0f};
  const std::vector<double> mean = {0.5};
  EXPECT_THAT(*FedAvg(0.5).Apply(base, mean), ElementsAre(1.25f));
}

TEST(FedAvg, IsThePlainAverageOfTheSitesModels) {
  // base + weighted mean of (local - base) = weighted mean of local.
  const double base = 0.75, a = 1.5, b = -0.25;
  const std::vector<float> weights = {static_cast<float>(base)};
  const std::vector<double> mean = {(5 * (a - base) + 3 * (b - base)) / 8};
  EXPECT_FLOAT_EQ(FedAvg(1.0).Apply(weights, mean)->front(),
                  static_cast<float>((5 * a + 3 * b) / 8));
}

TEST(FedAvg, RefusesANonFiniteModelAndNamesTheWeight) {
  const std::vector<float> base = {1.0f, 2.0f};
  for (double bad :
       {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), 1e300}) {
    const std::vector<double> mean = {0.0, bad};
    auto next = FedAvg(1.0).Apply(base, mean);
    ASSERT_FALSE(next.ok());
    EXPECT_EQ(next.error().kind, ErrorKind::kWorkFailed);
    EXPECT_THAT(next.error().why, HasSubstr("weight 1 of 2"));
  }
}

TEST(FedAvg, RefusesANonFiniteBase) {
  const std::vector<float> base = {std::numeric_limits<float>::quiet_NaN()};
  const std::vector<double> mean = {0.0};
  EXPECT_FALSE(FedAvg(1.0).Apply(base, mean).ok());
}

}  // namespace
}  // namespace hansa::coordinator
