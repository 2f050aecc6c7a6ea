// A user's own network, as everyone but the trainer sees it.

#include <gmock/gmock.h>

#include <limits>

#include "common/base/limits.h"
#include "common/base/script_limits.h"
#include "common/model/manifest.h"
#include "common/model/network.h"
#include "tests/unit/model_version.h"

namespace hansa {
namespace {

Manifest WithScript(std::vector<ScriptTensor> tensors) {
  Manifest manifest = SmallManifest(3);
  manifest.network = {.architecture = Architecture::kTorchScript,
                      .inputs = manifest.network.inputs,
                      .outputs = 1,
                      .loss = Loss::kMse,
                      .script = {.sha256 = {}, .tensors = std::move(tensors)}};
  manifest.network.script.sha256.fill(0xc5);
  return manifest;
}

TEST(TorchScript, BeginsInTheRangeOfEachTensor) {
  const NetworkSpec network =
      WithScript(
          {{"w", {200, 5}, false, 2, 3}, {"one", {4}, false, 1, 1}, {"var", {7}, true, -1, 0}})
          .network;
  ASSERT_FALSE(FaultOf(network));
  const FlatModel model = InitialModel(network, 7);
  ASSERT_EQ(model.values.size(), 1011u);
  float low = 3, high = 2;
  for (size_t i = 0; i < 1000; ++i) {
    low = std::min(low, model.values[i]);
    high = std::max(high, model.values[i]);
  }
  EXPECT_GE(low, 2);
  EXPECT_LT(high, 3);
  EXPECT_LT(low, 2.02);
  EXPECT_GT(high, 2.98);
  for (size_t i = 1000; i < 1004; ++i) EXPECT_EQ(model.values[i], 1);
  for (size_t i = 1004; i < 1011; ++i) EXPECT_TRUE(model.values[i] >= -1 && model.values[i] < 0);
  EXPECT_EQ(InitialModel(network, 7).values, model.values);
  EXPECT_NE(InitialModel(network, 8).values, model.values);
}

TEST(TorchScript, TheWidestRangeStaysFinite) {
  constexpr float kMost = std::numeric_limits<float>::max();
  const NetworkSpec network = WithScript({{"w", {1000}, false, -kMost, kMost}}).network;
  ASSERT_FALSE(FaultOf(network));
  for (const float value : InitialModel(network, 1).values) EXPECT_TRUE(std::isfinite(value));
}

TEST(TorchScript, IsInTheManifest) {
  const Manifest manifest =
      WithScript({{"layer.w", {2, 3}, false, -0.1f, 0.3f}, {"scalar", {}, true, 1, 1}});
  const auto back = ManifestFromJson(ToJson(manifest));
  ASSERT_TRUE(back.ok()) << back.error().Text();
  EXPECT_EQ(*back, manifest);
}

// As many tensors, with as many sides and as long names, as a job file has room for.
TEST(TorchScript, TheLongestListFitsAManifest) {
  std::vector<ScriptTensor> tensors;
  for (size_t i = 0; i < limits::kScriptTensors; ++i) {
    std::string name = std::to_string(i);
    name.insert(0, limits::kJobFileBytes / limits::kScriptTensors - name.size(), 'n');
    constexpr float kLow = -1.17549421e-38f, kHigh = 3.40282347e+38f;  // as long as a number can be
    tensors.push_back({name, std::vector<uint64_t>(limits::kTensorSides, 1), true, kLow, kHigh});
  }
  tensors.front().buffer = false;
  const Manifest manifest = WithScript(std::move(tensors));
  ASSERT_FALSE(FaultOf(manifest.network));
  const std::string text = ToJson(manifest);
  EXPECT_LE(text.size(), limits::kManifestBytes);
  EXPECT_EQ(ManifestFromJson(text).value(), manifest);
}

TEST(TorchScript, RangesMustBeNumbers) {
  for (const float odd :
       {std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()}) {
    EXPECT_TRUE(FaultOf(WithScript({{"w", {1}, false, 0, odd}}).network));
    EXPECT_TRUE(FaultOf(WithScript({{"w", {1}, false, -odd, 0}}).network));
  }
}

}  // namespace
}  // namespace hansa
