#include <gtest/gtest.h>

#include "common/model/network.h"

namespace hansa {
namespace {

TEST(LayoutOf, ListsWeightsAndBiasesLayerByLayer) {
  const ModelLayout layout = LayoutOf({Architecture::kMlp, 5, {32, 16}, 1, Loss::kMse});
  ModelLayout expected;
  expected.Add("layers.0.weight", {32, 5});
  expected.Add("layers.0.bias", {32});
  expected.Add("layers.1.weight", {16, 32});
  expected.Add("layers.1.bias", {16});
  expected.Add("layers.2.weight", {1, 16});
  expected.Add("layers.2.bias", {1});
  EXPECT_EQ(layout, expected);
  EXPECT_EQ(layout.elements(), 737u);
}

TEST(LayoutOf, ALogisticModelIsOneLayer) {
  const ModelLayout layout = LayoutOf({Architecture::kLogistic, 4, {}, 3, Loss::kCrossEntropy});
  ASSERT_EQ(layout.tensors.size(), 2u);
  EXPECT_EQ(layout.elements(), 15u);
}

TEST(Name, IsTheManifestsSpelling) {
  EXPECT_EQ(Name(Architecture::kMlp), "mlp");
  EXPECT_EQ(Name(Architecture::kLogistic), "logistic");
  EXPECT_EQ(Name(Loss::kMse), "mse");
  EXPECT_EQ(Name(Loss::kHuber), "huber");
  EXPECT_EQ(Name(Loss::kCrossEntropy), "cross_entropy");
  EXPECT_EQ(Name(Loss::kBinaryCrossEntropy), "bce");
}

TEST(IsClassifier, FollowsTheLoss) {
  EXPECT_FALSE(IsClassifier({.loss = Loss::kMse}));
  EXPECT_FALSE(IsClassifier({.loss = Loss::kHuber}));
  EXPECT_TRUE(IsClassifier({.loss = Loss::kCrossEntropy}));
  EXPECT_TRUE(IsClassifier({.loss = Loss::kBinaryCrossEntropy}));
}

}  // namespace
}  // namespace hansa
