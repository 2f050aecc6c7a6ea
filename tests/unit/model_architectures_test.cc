// Every architecture: its layout, the same bits for a seed everywhere, its way through a manifest.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/crypto/hash.h"
#include "common/model/manifest.h"
#include "tests/support/one_of_each_network.h"
#include "tests/unit/model_version.h"

namespace hansa {
namespace {

std::vector<std::string> Lines(const NetworkSpec& network) {
  std::vector<std::string> lines;
  for (const TensorSpec& tensor : LayoutOf(network).tensors) {
    std::string line = tensor.name;
    for (const uint64_t side : tensor.shape) line += " " + std::to_string(side);
    lines.push_back(line);
  }
  return lines;
}

TEST(Architectures, NameTheirTensors) {
  EXPECT_THAT(Lines(test::SmallCnn1d()),
              testing::ElementsAre("convolutions.0.weight 4 2 3", "convolutions.0.bias 4",
                                   "convolutions.1.weight 3 4 2", "convolutions.1.bias 3",
                                   "layers.0.weight 5 9", "layers.0.bias 5", "layers.1.weight 1 5",
                                   "layers.1.bias 1"));
  EXPECT_THAT(Lines(test::SmallCnn2d()),
              testing::ElementsAre("convolutions.0.weight 4 2 3 3", "convolutions.0.bias 4",
                                   "convolutions.1.weight 5 4 2 2", "convolutions.1.bias 5",
                                   "layers.0.weight 12 20", "layers.0.bias 12",
                                   "layers.1.weight 3 12", "layers.1.bias 3"));
  EXPECT_THAT(
      Lines(test::SmallLstm()),
      testing::ElementsAre("lstm.weight_ih_l0 24 3", "lstm.weight_hh_l0 24 6", "lstm.bias_ih_l0 24",
                           "lstm.bias_hh_l0 24", "lstm.weight_ih_l1 24 6", "lstm.weight_hh_l1 24 6",
                           "lstm.bias_ih_l1 24", "lstm.bias_hh_l1 24", "layers.0.weight 4 6",
                           "layers.0.bias 4", "layers.1.weight 1 4", "layers.1.bias 1"));
  EXPECT_THAT(
      Lines(test::SmallAutoencoder()),
      testing::ElementsAre("encoder.0.weight 16 6", "encoder.0.bias 16", "encoder.1.weight 8 16",
                           "encoder.1.bias 8", "encoder.2.weight 2 8", "encoder.2.bias 2",
                           "decoder.0.weight 8 2", "decoder.0.bias 8", "decoder.1.weight 16 8",
                           "decoder.1.bias 16", "decoder.2.weight 6 16", "decoder.2.bias 6"));
}

// The networks that papers on federated learning train, with their numbers of weights.
TEST(Architectures, ExpressTheKnownNetworks) {
  const NetworkSpec two_nn{Architecture::kMlp, 784, {200, 200}, 10, Loss::kCrossEntropy};
  EXPECT_EQ(LayoutOf(two_nn).elements(), 199'210u);  // McMahan et al. 2017, "2NN"
  const NetworkSpec cnn{.architecture = Architecture::kCnn2d,
                        .inputs = 784,
                        .hidden = {512},
                        .outputs = 10,
                        .loss = Loss::kCrossEntropy,
                        .image = {1, 28, 28},
                        .convolutions = {{.channels = 32, .kernel = 5, .padding = 2, .pool = 2},
                                         {.channels = 64, .kernel = 5, .padding = 2, .pool = 2}}};
  EXPECT_FALSE(FaultOf(cnn));
  EXPECT_EQ(LayoutOf(cnn).elements(), 1'663'370u);  // McMahan et al. 2017, "CNN"
}

TEST(Architectures, AreWithoutFaultAndComeBackFromAManifest) {
  for (const NetworkSpec& network : test::OneOfEach()) {
    const auto fault = FaultOf(network);
    EXPECT_FALSE(fault) << Name(network.architecture) << " " << fault->key << " " << fault->fault;
    Manifest manifest = SmallManifest(3);
    manifest.network = network;
    manifest.data.features.resize(network.inputs / network.length, manifest.data.features[0]);
    for (ColumnSpec& feature : manifest.data.features) feature = manifest.data.features[0];
    if (network.length != 1) manifest.data.window = WindowSpec{.length = network.length};
    if (IsAutoencoder(network)) {
      manifest.data.target = {};
      manifest.anomaly_threshold = 0.25;
    }
    const auto read = ManifestFromJson(ToJson(manifest));
    ASSERT_TRUE(read.ok()) << read.error().Text();
    EXPECT_EQ(*read, manifest);
  }
}

TEST(Architectures, AThresholdBelongsToAnAutoencoder) {
  Manifest manifest = SmallManifest(3);
  manifest.anomaly_threshold = 0.25;
  EXPECT_THAT(ManifestFromJson(ToJson(manifest)).error().Text(),
              testing::HasSubstr("anomaly_threshold must be"));
}

// Fixed on purpose: a change here breaks the replay of every recorded run.
TEST(Architectures, BeginWithTheSameBitsEverywhere) {
  std::string all;
  for (const NetworkSpec& network : test::OneOfEach()) {
    const FlatModel model = InitialModel(network, 1);
    ASSERT_EQ(model.layout, LayoutOf(network));
    ASSERT_EQ(model.values.size(), model.layout.elements());
    all.append(reinterpret_cast<const char*>(model.values.data()),
               model.values.size() * sizeof(float));
  }
  EXPECT_EQ(Hex(crypto::Sha256(AsSpan(all))),
            "d3e2cd318e355adcf3400526b3564ce3ac76b670d9aa23949ec8c2b256c21281");
}

TEST(Architectures, BoundTheWidestLayer) {
  EXPECT_EQ(WidestLayer(test::SmallCnn2d()), 4u * 9 * 8);
  EXPECT_EQ(WidestLayer(test::SmallLstm()), 4u * 6 * 7);
  NetworkSpec wide = test::SmallCnn2d();
  wide.convolutions[0].channels = 65536;
  EXPECT_EQ(FaultOf(wide)->key, "channels");
}

}  // namespace
}  // namespace hansa
