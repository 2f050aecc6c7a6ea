#include <gtest/gtest.h>

#include <cmath>

#include "client/core/model_cache.h"
#include "common/codec/safetensors.h"

namespace hansa::client {
namespace {

const NetworkSpec kNetwork = {Architecture::kMlp, 3, {2}, 1, Loss::kMse};

ModelHandle ModelOf(uint64_t seed) {
  const Bytes file = WriteSafetensors(InitialModel(kNetwork, seed), {});
  return LoadModel(MakeBlob(file), crypto::Sha256(file)).value();
}

TEST(LoadModel, TakesTheAnnouncedFileOnly) {
  const Bytes file = WriteSafetensors(InitialModel(kNetwork, 1), {});
  const auto loaded = LoadModel(MakeBlob(file), crypto::Sha256(file));
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ(ValuesOf(*(*loaded)->weights).value(), InitialModel(kNetwork, 1).values);
  EXPECT_EQ(LoadModel(MakeBlob(file), {}).error().kind, ErrorKind::kVerification);
  const Bytes cut(file.begin(), file.end() - 1);
  EXPECT_EQ(LoadModel(MakeBlob(cut), crypto::Sha256(file)).error().kind, ErrorKind::kVerification);
  EXPECT_EQ(LoadModel(MakeBlob(cut), crypto::Sha256(cut)).error().kind, ErrorKind::kBadInput);
}

TEST(LoadModel, RefusesValuesThatAreNotFinite) {
  for (const float odd : {NAN, INFINITY, -INFINITY}) {
    FlatModel model = InitialModel(kNetwork, 1);
    model.values.back() = odd;
    const Bytes file = WriteSafetensors(model, {});
    EXPECT_EQ(LoadModel(MakeBlob(file), crypto::Sha256(file)).error().kind, ErrorKind::kBadInput);
  }
}

TEST(CheckFits, AnotherShapeIsNamed) {
  EXPECT_TRUE(CheckFits(*ModelOf(1), kNetwork).ok());
  NetworkSpec other = kNetwork;
  other.hidden = {3};
  const auto fault = CheckFits(*ModelOf(1), other);
  ASSERT_FALSE(fault.ok());
  EXPECT_NE(fault.error().why.find("11 values, where 4 with 16"), std::string::npos)
      << fault.error().why;
}

TEST(ModelCache, KeepsTheLatestOnce) {
  ModelCache cache;
  const ModelHandle first = ModelOf(1);
  cache.Keep(first);
  cache.Keep(ModelOf(1));
  EXPECT_EQ(cache.Find(first->sha256), first);
  cache.Keep(ModelOf(2));
  cache.Keep(ModelOf(3));
  EXPECT_EQ(cache.Find(first->sha256), first);
  cache.Keep(ModelOf(4));
  EXPECT_EQ(cache.Find(first->sha256), nullptr);
  EXPECT_NE(cache.Find(ModelOf(2)->sha256), nullptr);
}

}  // namespace
}  // namespace hansa::client
