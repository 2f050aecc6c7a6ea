#include <gmock/gmock.h>

#include <limits>

#include "common/base/limits.h"
#include "common/codec/safetensors.h"

namespace hansa {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A file with this header and so many data bytes of zero.
Bytes File(const std::string& header, size_t data_bytes) {
  Bytes out;
  AppendLittleEndian<uint64_t>(out, header.size());
  Append(out, AsSpan(header));
  out.resize(out.size() + data_bytes);
  return out;
}

std::string FaultOf(const Bytes& file) {
  auto result = ReadSafetensors(file);
  if (result.ok()) return "accepted";
  EXPECT_EQ(result.error().kind, ErrorKind::kBadInput);
  return result.error().Text();
}

std::string FaultOf(const std::string& header, size_t data_bytes) {
  return FaultOf(File(header, data_bytes));
}

TEST(ReadSafetensors, ReadsTensorsInTheOrderOfTheirData) {
  const std::string header = R"({"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},)"
                             R"("__metadata__":{"name":"wind"},)"
                             R"("a":{"data_offsets":[0,8],"shape":[2,1],"dtype":"F32"}}   )";
  Bytes file = File(header, 12);
  file[file.size() - 1] = 0x40;  // b = 2.0
  auto read = ReadSafetensors(file);
  ASSERT_TRUE(read.ok()) << read.error().Text();
  EXPECT_EQ(read->metadata, (SafetensorsMetadata{{"name", "wind"}}));
  ASSERT_EQ(read->model.layout.tensors.size(), 2u);
  EXPECT_EQ(read->model.layout.tensors[0], (TensorSpec{"a", {2, 1}, 0}));
  EXPECT_EQ(read->model.layout.tensors[1], (TensorSpec{"b", {1}, 2}));
  EXPECT_THAT(read->model.values, ElementsAre(0, 0, 2.0f));
}

TEST(ReadSafetensors, TakesAModelWithoutTensorsAndAScalar) {
  EXPECT_EQ(FaultOf("{}", 0), "accepted");
  EXPECT_EQ(FaultOf(R"({"s":{"dtype":"F32","shape":[],"data_offsets":[0,4]}})", 4), "accepted");
  EXPECT_EQ(FaultOf(R"({"e":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}})", 0), "accepted");
  // However large its other sizes.
  EXPECT_EQ(FaultOf(R"({"e":{"dtype":"F32","shape":[9,0,9],"data_offsets":[0,0]}})", 0),
            "accepted");
}

TEST(ReadSafetensors, RefusesEveryCut) {
  FlatModel model;
  model.layout.Add("layers.0.weight", {2, 2});
  model.values = {1, 2, 3, 4};
  const Bytes file = WriteSafetensors(model, {{"name", "x"}});
  for (size_t length = 0; length < file.size(); ++length)
    EXPECT_NE(FaultOf(Bytes(file.begin(), file.begin() + static_cast<long>(length))), "accepted")
        << length;
}

TEST(ReadSafetensors, RefusesTrailingBytes) {
  EXPECT_THAT(FaultOf(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", 5),
              HasSubstr("1 bytes follow the last tensor"));
}

TEST(ReadSafetensors, RefusesAHugeHeaderLength) {
  Bytes file(16, 0xff);
  EXPECT_THAT(FaultOf(file), HasSubstr("18446744073709551615"));
  file = File("{}", 0);
  file[2] = 0x20;  // 2 MiB
  EXPECT_THAT(FaultOf(file), HasSubstr("its header claims"));
}

TEST(ReadSafetensors, RefusesOverlapsAndGaps) {
  const auto two = [](const char* second) {
    return std::string(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)") +
           R"("b":{"dtype":"F32","shape":[1],"data_offsets":)" + second + "}}";
  };
  EXPECT_EQ(FaultOf(two("[8,12]"), 12), "accepted");
  EXPECT_THAT(FaultOf(two("[4,8]"), 8), HasSubstr("tensor 'b' starts at byte 4, inside"));
  EXPECT_THAT(FaultOf(two("[12,16]"), 16), HasSubstr("with a gap behind"));
  EXPECT_THAT(FaultOf(two("[12,8]"), 12), HasSubstr("lies at bytes 12 to 8"));
  EXPECT_THAT(FaultOf(two("[8,16]"), 12), HasSubstr("lies at bytes 8 to 16 of data that has 12"));
  EXPECT_THAT(FaultOf(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", 8),
              HasSubstr("starts at byte 4"));
}

TEST(ReadSafetensors, RefusesOtherShapes) {
  const auto with = [](const char* shape) {
    return std::string(R"({"a":{"dtype":"F32","shape":)") + shape + R"(,"data_offsets":[0,16]}})";
  };
  EXPECT_EQ(FaultOf(with("[2,2]"), 16), "accepted");
  EXPECT_THAT(FaultOf(with("[2,3]"), 16), HasSubstr("has 16 bytes, its shape needs more"));
  EXPECT_THAT(FaultOf(with("[3]"), 16), HasSubstr("has 16 bytes, its shape needs 12"));
  // Products that wrap around 2^64.
  EXPECT_NE(FaultOf(with("[4294967296,4294967296,4]"), 16), "accepted");
  EXPECT_NE(FaultOf(with("[4611686018427387905,4]"), 16), "accepted");
  EXPECT_NE(FaultOf(with("[18446744073709551615,0]"), 16), "accepted");
  EXPECT_NE(FaultOf(with("[4,0]"), 16), "accepted");
  EXPECT_THAT(FaultOf(with("[1,1,1,1,1,1,1,1,4]"), 16), HasSubstr("8 dimensions"));
}

TEST(ReadSafetensors, RefusesNumbersThatAreNotWhole) {
  const auto with = [](const char* shape) {
    return std::string(R"({"a":{"dtype":"F32","shape":)") + shape + R"(,"data_offsets":[0,4]}})";
  };
  EXPECT_THAT(FaultOf(with("[-1]"), 4), HasSubstr("negative"));
  EXPECT_THAT(FaultOf(with("[1.0]"), 4), HasSubstr("not a whole"));
  EXPECT_THAT(FaultOf(with("[18446744073709551616]"), 4), HasSubstr("too large"));
  EXPECT_NE(FaultOf(with("[1e999]"), 4), "accepted");
  EXPECT_NE(FaultOf(with("[\"1\"]"), 4), "accepted");
  EXPECT_NE(FaultOf(with("1"), 4), "accepted");
  EXPECT_NE(FaultOf(with("[[1]]"), 4), "accepted");
  EXPECT_NE(FaultOf(with("null"), 4), "accepted");
}

TEST(ReadSafetensors, RefusesOtherTypesAndKeys) {
  EXPECT_THAT(FaultOf(R"({"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}})", 8),
              HasSubstr("tensor 'a': dtype F64; only F32"));
  EXPECT_THAT(FaultOf(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}})", 4),
              HasSubstr("unknown key 'x'"));
  EXPECT_THAT(FaultOf(R"({"a":{"dtype":"F32","shape":[1]}})", 4), HasSubstr("missing"));
  EXPECT_THAT(FaultOf(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}})", 4),
              HasSubstr("without two numbers"));
  EXPECT_THAT(FaultOf(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}})", 4),
              HasSubstr("more than two"));
  EXPECT_NE(FaultOf(R"({"a":[1]})", 4), "accepted");
  EXPECT_NE(FaultOf(R"({"a":true})", 4), "accepted");
}

TEST(ReadSafetensors, RefusesRepeatedNames) {
  const std::string a = R"("a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]})";
  EXPECT_THAT(FaultOf("{" + a + "," + a + "}", 4), HasSubstr("'a' twice"));
  EXPECT_THAT(FaultOf(R"({"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}})", 4),
              HasSubstr("'dtype' twice"));
  EXPECT_THAT(FaultOf(R"({"__metadata__":{"k":"1","k":"2"}})", 0), HasSubstr("twice"));
  EXPECT_THAT(FaultOf(R"({"__metadata__":{},"__metadata__":{}})", 0), HasSubstr("twice"));
}

TEST(ReadSafetensors, MetadataIsTextToText) {
  EXPECT_NE(FaultOf(R"({"__metadata__":{"k":1}})", 0), "accepted");
  EXPECT_NE(FaultOf(R"({"__metadata__":{"k":{"l":"m"}}})", 0), "accepted");
  EXPECT_NE(FaultOf(R"({"__metadata__":"k"})", 0), "accepted");
}

TEST(ReadSafetensors, RefusesWhatIsNotOneJsonObject) {
  for (const char* header :
       {"", " {}", "[]", "{", "{}{}", "{} x", "{\"a\"", "\xff\xff", "{\"\xff\":1}"})
    EXPECT_NE(FaultOf(header, 0), "accepted") << header;
  EXPECT_NE(FaultOf(std::string(500000, '['), 0), "accepted");
  EXPECT_NE(FaultOf("{\"a\":" + std::string(500000, '['), 0), "accepted");
}

TEST(ReadSafetensors, BoundsTheNumberOfTensors) {
  std::string header = "{";
  for (size_t i = 0; i <= limits::kModelTensors + 1; ++i) {
    if (i > 0) header += ",";
    header += "\"" + std::to_string(i) + R"(":{"dtype":"F32","shape":[0],"data_offsets":[0,0]})";
  }
  EXPECT_THAT(FaultOf(header + "}", 0), HasSubstr("more than 4096 tensors"));
}

TEST(AllFinite, FindsNanAndInfinity) {
  const float inf = std::numeric_limits<float>::infinity();
  const float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_TRUE(AllFinite({}));
  EXPECT_TRUE(AllFinite(std::vector<float>{0, -1e38f}));
  for (const float bad : {inf, -inf, nan}) EXPECT_FALSE(AllFinite(std::vector<float>{1, bad}));
}

}  // namespace
}  // namespace hansa
