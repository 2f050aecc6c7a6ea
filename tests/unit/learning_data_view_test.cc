#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "client/learning/data_view.h"

namespace hansa::client {
namespace {

using testing::HasSubstr;

const NetworkSpec kRegression{Architecture::kMlp, 2, {3}, 1, Loss::kMse};
const NetworkSpec kThreeClasses{Architecture::kMlp, 2, {3}, 3, Loss::kCrossEntropy};

struct Examples {
  std::vector<float> x, y;
  uint64_t x_columns = 2, y_columns = 1;
  ExamplesView view() const {
    return {{x.data(), x.size() / x_columns, x_columns},
            {y.data(), y.size() / y_columns, y_columns}};
  }
};

TEST(DataView, RowsThatFitPass) {
  EXPECT_TRUE(CheckFits(Examples{{1, 2, 3, 4}, {5, 6}}.view(), kRegression, "training").ok());
  EXPECT_TRUE(CheckFits(Examples{{1, 2, 3, 4}, {0, 2}}.view(), kThreeClasses, "training").ok());
}

TEST(DataView, MismatchesAreNamed) {
  auto fault = [](const Examples& examples) {
    return CheckFits(examples.view(), kRegression, "training").error().Text();
  };
  EXPECT_THAT(fault({{1, 2, 3, 4}, {5}}), HasSubstr("2 of inputs, 1 of targets"));
  EXPECT_THAT(fault({{}, {}}), HasSubstr("there are no training rows"));
  EXPECT_THAT(fault({{1, 2, 3}, {5}, 3}), HasSubstr("3 inputs and 1 targets"));
  EXPECT_THAT(fault({{1, 2}, {5, 6}, 2, 2}), HasSubstr("2 inputs and 2 targets"));
}

TEST(DataView, TargetsOfAClassifierAreClasses) {
  for (float wrong : {-1.0f, 3.0f, 0.5f, 1e30f}) {
    const Examples examples{{1, 2, 3, 4}, {0, wrong}};
    EXPECT_THAT(CheckFits(examples.view(), kThreeClasses, "training").error().Text(),
                HasSubstr("in row 1"))
        << wrong;
  }
  const NetworkSpec binary{Architecture::kLogistic, 2, {}, 1, Loss::kBinaryCrossEntropy};
  EXPECT_TRUE(CheckFits(Examples{{1, 2, 3, 4}, {0, 1}}.view(), binary, "training").ok());
  EXPECT_FALSE(CheckFits(Examples{{1, 2, 3, 4}, {0, 2}}.view(), binary, "training").ok());
}

TEST(DataView, ValuesThatAreNotFiniteAreFound) {
  std::vector<float> values(6, 1.0f);
  EXPECT_TRUE(CheckFinite({values.data(), 3, 2}, "train_x").ok());
  for (float odd : {std::nanf(""), INFINITY, -INFINITY}) {
    values[3] = odd;
    EXPECT_THAT(CheckFinite({values.data(), 3, 2}, "train_x").error().Text(),
                HasSubstr("in row 1, column 1"));
  }
}

TEST(DataView, WeightsAreCounted) {
  EXPECT_TRUE(CheckWeights(kRegression, std::vector<float>(13, 0.0f)).ok());
  EXPECT_THAT(CheckWeights(kRegression, std::vector<float>(12, 0.0f)).error().Text(),
              HasSubstr("12 values; the network has 13"));
}

}  // namespace
}  // namespace hansa::client
