#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "common/base/limits.h"
#include "common/model/manifest.h"
#include "tests/unit/model_version.h"

namespace hansa {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

std::string FaultOf(const std::string& text) {
  auto result = ManifestFromJson(text);
  if (result.ok()) return "accepted";
  EXPECT_EQ(result.error().kind, ErrorKind::kBadInput);
  return result.error().Text();
}

// The small manifest with the value at a JSON pointer replaced.
std::string With(const std::string& pointer, const json& value) {
  json whole = json::parse(ToJson(SmallManifest(3)));
  whole[json::json_pointer(pointer)] = value;
  return FaultOf(whole.dump());
}

TEST(Manifest, RoundTripsWithEveryField) {
  for (const uint64_t version : {0u, 3u}) {
    Manifest manifest = SmallManifest(version);
    manifest.model_sha256 = crypto::Sha256(AsSpan("model"));
    manifest.model_bytes = 99;
    manifest.lineage.is_void = version > 0;
    if (version > 0) manifest.lineage.transcript = crypto::Sha256(AsSpan("transcript"));
    if (version == 0) manifest.channel.clear();  // the initial model is offered to nobody
    auto back = ManifestFromJson(ToJson(manifest));
    ASSERT_TRUE(back.ok()) << back.error().Text();
    EXPECT_EQ(*back, manifest);
    EXPECT_EQ(ToJson(*back), ToJson(manifest));
  }
}

TEST(Manifest, RoundTripsWithAWindow) {
  Manifest manifest = SmallManifest(3);
  const uint32_t inputs = manifest.network.inputs;
  manifest.network.inputs = 24 * inputs;
  manifest.network.length = 24;
  manifest.data.window = WindowSpec{.length = 24,
                                    .stride = 6,
                                    .ahead = 2,
                                    .time = "t",
                                    .step = std::chrono::minutes(10),
                                    .resample = Resample::kLast,
                                    .hold = std::chrono::minutes(20),
                                    .group = "unit"};
  EXPECT_EQ(ManifestFromJson(ToJson(manifest)).value(), manifest);
  manifest.data.window = WindowSpec{.length = 24, .time = "t", .gap = std::chrono::minutes(20)};
  EXPECT_EQ(ManifestFromJson(ToJson(manifest)).value(), manifest);
  manifest.data.window = WindowSpec{.length = 24};
  const std::string text = ToJson(manifest);
  EXPECT_EQ(ManifestFromJson(text).value(), manifest);

  const auto with = [&](const std::string& key, const json& value) {
    json whole = json::parse(text);
    whole["data"]["window"][key] = value;
    return FaultOf(whole.dump());
  };
  EXPECT_THAT(with("length", 25), HasSubstr("network.inputs is"));
  EXPECT_THAT(with("length", 0), HasSubstr("data.window.length"));
  EXPECT_THAT(with("stride", 0), HasSubstr("data.window.stride"));
  EXPECT_THAT(with("step_ms", 1000), HasSubstr("data.window.time is missing"));
  EXPECT_THAT(with("hold_ms", 1000), HasSubstr("data.window.hold belongs"));
  EXPECT_THAT(with("time", "a b"), HasSubstr("data.window.time is not a column name"));
  EXPECT_THAT(with("resample", "median"), HasSubstr("data.window.resample"));
  EXPECT_THAT(with("strides", 1), HasSubstr("data.window.strides is unknown"));
}

TEST(Manifest, KeysStandInAFixedOrderForPeople) {
  const std::string text = ToJson(SmallManifest(3));
  size_t at = 0;
  for (const char* key : {"\"format\"", "\"name\"", "\"version\"", "\"channel\"", "\"created\"",
                          "\"network\"", "\"data\"", "\"lineage\"", "\"model\""}) {
    const size_t next = text.find(key, at);
    ASSERT_NE(next, std::string::npos) << key;
    at = next;
  }
  EXPECT_THAT(text, HasSubstr("\n  \"created\": \"2026-03-01T12:00:00Z\",\n"));
}

TEST(Manifest, RefusesMissingAndUnknownKeys) {
  json whole = json::parse(ToJson(SmallManifest(3)));
  ASSERT_EQ(FaultOf(whole.dump()), "accepted");
  for (const auto& entry : whole.items()) {
    json less = whole;
    less.erase(entry.key());
    EXPECT_EQ(FaultOf(less.dump()), "not a valid manifest: " + entry.key() + " is missing");
    if (!entry.value().is_object()) continue;
    for (const auto& inner : entry.value().items()) {
      less = whole;
      less[entry.key()].erase(inner.key());
      EXPECT_EQ(FaultOf(less.dump()),
                "not a valid manifest: " + entry.key() + "." + inner.key() + " is missing");
    }
  }
  whole["data"]["target"]["extra"] = 1;
  EXPECT_EQ(FaultOf(whole.dump()), "not a valid manifest: data.target.extra is unknown");
}

TEST(Manifest, NamesTheKeyOfAWrongValue) {
  EXPECT_THAT(With("/format", "hansa-manifest-2"), HasSubstr("format must be"));
  EXPECT_THAT(With("/name", "../../etc"), HasSubstr("name is not a model name"));
  EXPECT_THAT(With("/version", -1), HasSubstr("version must be a whole number"));
  EXPECT_THAT(With("/version", 1.5), HasSubstr("version must be a whole number"));
  EXPECT_THAT(With("/created", "yesterday"), HasSubstr("created differs"));
  EXPECT_THAT(With("/network", 5), HasSubstr("network must be an object"));
  EXPECT_THAT(With("/network/architecture", "transformer"),
              HasSubstr("architecture is 'transformer'"));
  EXPECT_THAT(With("/network/hidden", json::array({0})), HasSubstr("network.hidden"));
  EXPECT_THAT(With("/network/hidden", json(std::vector<int>(65, 1))), HasSubstr("network.hidden"));
  EXPECT_THAT(With("/network/inputs", 4), HasSubstr("data.features make 3"));
  EXPECT_THAT(With("/data/features/0/scale", 0), HasSubstr("data.features[0].scale"));
  EXPECT_THAT(With("/data/features/0/valid", {2, 1}), HasSubstr("data.features[0].valid"));
  EXPECT_THAT(With("/data/features/1/encode", "x"), HasSubstr("data.features[1].encode"));
  EXPECT_THAT(With("/data/features/1", "x"), HasSubstr("data.features[1] must be an object"));
  EXPECT_THAT(With("/data/target/column", "a b"), HasSubstr("data.target.column"));
  EXPECT_THAT(With("/data/drop", {1}), HasSubstr("data.drop"));
  EXPECT_THAT(With("/lineage/job_sha256", "AB"), HasSubstr("64 lower-case hex"));
  EXPECT_THAT(With("/lineage/parent_sha256", 5), HasSubstr("lineage.parent_sha256"));
  EXPECT_THAT(With("/model/bytes", 0), HasSubstr("model.bytes must be a whole number from 1"));
  EXPECT_THAT(With("/lineage/transcript", "AB"), HasSubstr("lineage.transcript"));
  EXPECT_THAT(With("/lineage/transcript", nullptr), HasSubstr("lineage.transcript"));
  EXPECT_THAT(With("/lineage/void", 1), HasSubstr("lineage.void must be true or false"));
}

TEST(Manifest, RefusesWhatIsNotOneShallowObject) {
  EXPECT_THAT(FaultOf(""), HasSubstr("it is not JSON"));
  EXPECT_THAT(FaultOf("[]"), HasSubstr("not a JSON object"));
  EXPECT_THAT(FaultOf("{\"name\": 1e999}"), HasSubstr("not JSON"));
  EXPECT_THAT(FaultOf("{\"a\": 1, \"a\": 2}"), HasSubstr("'a' occurs twice"));
  EXPECT_THAT(FaultOf("{\"a\": " + std::string(100000, '[')), HasSubstr("nested too deeply"));
  std::string deep = "1";
  for (int i = 0; i < 10000; ++i) deep = "{\"a\":" + deep + "}";
  EXPECT_THAT(FaultOf(deep), HasSubstr("nested too deeply"));
  EXPECT_THAT(FaultOf(std::string(limits::kManifestBytes + 1, ' ')), HasSubstr("at most"));
}

TEST(Manifest, RefusesEveryCut) {
  Manifest manifest = SmallManifest(3);
  manifest.model_bytes = 9;
  const std::string text = ToJson(manifest);
  ASSERT_EQ(FaultOf(text), "accepted");
  for (size_t length = 0; length + 1 < text.size(); ++length)
    ASSERT_NE(FaultOf(text.substr(0, length)), "accepted") << length;
}

}  // namespace
}  // namespace hansa
