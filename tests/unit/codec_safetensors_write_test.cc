#include <gtest/gtest.h>

#include "common/codec/safetensors.h"

namespace hansa {
namespace {

FlatModel Small() {
  FlatModel model;
  model.layout.Add("w", {2});
  model.values = {1.0f, -2.0f};
  return model;
}

// The format's own description, byte by byte.
TEST(WriteSafetensors, WritesLengthHeaderPaddingData) {
  const std::string header =
      R"({"__metadata__":{"name":"x"},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})";
  ASSERT_EQ(header.size(), 82u);
  const Bytes expected = [&] {
    Bytes out = {88, 0, 0, 0, 0, 0, 0, 0};
    Append(out, AsSpan(header + "      "));
    Append(out, Bytes{0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0});
    return out;
  }();
  EXPECT_EQ(WriteSafetensors(Small(), {{"name", "x"}}), expected);
}

TEST(WriteSafetensors, DataStartsAtAMultipleOfEight) {
  for (const char* name : {"a", "ab", "abc", "abcd", "abcdefgh"}) {
    FlatModel model;
    model.layout.Add(name, {1});
    model.values = {0.5f};
    EXPECT_EQ((WriteSafetensors(model).size() - 4) % 8, 0u) << name;
  }
}

TEST(WriteSafetensors, MetadataMakesTheDigestItsOwn) {
  EXPECT_NE(WriteSafetensors(Small(), {{"version", "1"}}),
            WriteSafetensors(Small(), {{"version", "2"}}));
}

TEST(WriteSafetensors, EscapesNamesAndReplacesBytesThatAreNotUtf8) {
  FlatModel model = Small();
  model.layout.tensors[0].name = "a\"b\n";
  auto back = ReadSafetensors(WriteSafetensors(model, {{"k", "\xff"}}));
  ASSERT_TRUE(back.ok()) << back.error().Text();
  EXPECT_EQ(back->model.layout, model.layout);
  EXPECT_EQ(back->metadata.at("k"), "\xef\xbf\xbd");
}

}  // namespace
}  // namespace hansa
