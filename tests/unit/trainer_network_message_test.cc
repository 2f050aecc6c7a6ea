#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/trainer/network_message.h"
#include "common/base/data_limits.h"
#include "common/base/limits.h"
#include "tests/support/one_of_each_network.h"

namespace hansa::client {
namespace {

using test::OneOfEach;
using testing::HasSubstr;

v1::Network Wind() { return ToMessage({Architecture::kMlp, 5, {32, 16}, 1, Loss::kMse}); }

TEST(NetworkMessage, ComesBackTheSame) {
  for (Loss loss : {Loss::kMse, Loss::kHuber, Loss::kCrossEntropy, Loss::kBinaryCrossEntropy}) {
    const NetworkSpec mlp{Architecture::kMlp, 784, {200, 200}, 10, loss};
    EXPECT_EQ(ToNetwork(ToMessage(mlp)).value(), mlp);
    const NetworkSpec logistic{Architecture::kLogistic, 7, {}, 3, loss};
    EXPECT_EQ(ToNetwork(ToMessage(logistic)).ok(), IsClassifier(logistic));
  }
}

TEST(NetworkMessage, EveryArchitectureComesBackTheSame) {
  for (const NetworkSpec& network : OneOfEach())
    EXPECT_EQ(ToNetwork(ToMessage(network)).value(), network) << Name(network.architecture);
}

TEST(NetworkMessage, UnknownKindsAreRefused) {
  v1::Network network = Wind();
  network.set_architecture(static_cast<v1::Architecture>(77));
  EXPECT_THAT(ToNetwork(network).error().Text(), HasSubstr("unknown kind"));
  network = Wind();
  network.set_loss(v1::LOSS_UNSPECIFIED);
  EXPECT_THAT(ToNetwork(network).error().Text(), HasSubstr("unknown kind"));
}

TEST(NetworkMessage, WidthsAreBounded) {
  v1::Network network = Wind();
  network.set_inputs(0);
  EXPECT_THAT(ToNetwork(network).error().Text(), HasSubstr("inputs is out of range: 0"));
  network = Wind();
  network.set_outputs(limits::kRowValues + 1);
  EXPECT_THAT(ToNetwork(network).error().Text(), HasSubstr("outputs is out of range: 262145"));
  network = Wind();
  network.set_hidden(1, 0);
  EXPECT_THAT(ToNetwork(network).error().Text(), HasSubstr("hidden[1] is out of range: 0"));
  network = Wind();
  for (size_t i = 0; i < limits::kHiddenLayers; ++i) network.add_hidden(1);
  EXPECT_THAT(ToNetwork(network).error().Text(), HasSubstr("hidden has too many layers"));
  network = Wind();
  network.set_hidden(0, limits::kLayerWidth);
  network.set_hidden(1, limits::kLayerWidth);
  EXPECT_THAT(ToNetwork(network).error().Text(), HasSubstr("too large"));
}

TEST(NetworkMessage, KindsThatDoNotFitTogetherAreRefused) {
  EXPECT_FALSE(ToNetwork(ToMessage({Architecture::kLogistic, 5, {3}, 1, Loss::kMse})).ok());
  EXPECT_FALSE(ToNetwork(ToMessage({Architecture::kMlp, 5, {3}, 1, Loss::kCrossEntropy})).ok());
}

}  // namespace
}  // namespace hansa::client
