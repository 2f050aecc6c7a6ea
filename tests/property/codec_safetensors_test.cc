#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <bit>
#include <cstring>
#include <set>

#include "common/codec/safetensors.h"

namespace hansa {
namespace {

// Any layout of a few small tensors with distinct names; values are any 32 bits, NaN included.
FlatModel AnyModel() {
  FlatModel model;
  const auto names =
      *rc::gen::container<std::set<std::string>>(rc::gen::nonEmpty(rc::gen::string<std::string>()));
  for (const std::string& name : names) {
    if (name == "__metadata__" || name.size() > 256 || model.layout.tensors.size() == 20) continue;
    std::string plain;
    for (const char c : name) plain += static_cast<char>(c & 0x7f);  // the JSON is UTF-8
    bool known = false;
    for (const TensorSpec& t : model.layout.tensors) known = known || t.name == plain;
    if (known) continue;
    const auto rank = *rc::gen::inRange<size_t>(0, 4);
    std::vector<uint64_t> shape;
    for (size_t i = 0; i < rank; ++i) shape.push_back(*rc::gen::inRange<uint64_t>(0, 5));
    model.layout.Add(plain, shape);
  }
  while (model.values.size() < model.layout.elements())
    model.values.push_back(std::bit_cast<float>(*rc::gen::arbitrary<uint32_t>()));
  return model;
}

bool SameBits(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() &&
         (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0);
}

TEST(SafetensorsProperty, WhatIsWrittenIsReadBack) {
  const bool held = rc::check([] {
    const FlatModel model = AnyModel();
    const Bytes file = WriteSafetensors(model, {{"name", "x"}});
    auto back = ReadSafetensors(file);
    RC_ASSERT(back.ok());
    RC_ASSERT(SameBits(back->model.values, model.values));
    // Tensors without elements share their place with the next: same set, same bytes again.
    RC_ASSERT(back->model.layout.tensors.size() == model.layout.tensors.size());
    for (const TensorSpec& tensor : model.layout.tensors) {
      RC_ASSERT(std::count(back->model.layout.tensors.begin(), back->model.layout.tensors.end(),
                           tensor) == 1);
    }
  });
  EXPECT_TRUE(held);
}

// No byte string makes the reader do anything but answer; what it takes, it can write again.
TEST(SafetensorsProperty, AnyFlippedByteIsTakenOrRefused) {
  const bool held = rc::check([] {
    Bytes file = WriteSafetensors(AnyModel(), {{"version", "1"}});
    const size_t at = *rc::gen::inRange<size_t>(0, file.size());
    file[at] = *rc::gen::arbitrary<uint8_t>();
    auto read = ReadSafetensors(file);
    if (read.ok()) RC_ASSERT(read->model.values.size() == read->model.layout.elements());
    if (!read.ok()) RC_ASSERT(read.error().kind == ErrorKind::kBadInput);
  });
  EXPECT_TRUE(held);
}

TEST(SafetensorsProperty, AnyCutIsRefused) {
  const bool held = rc::check([] {
    const Bytes file = WriteSafetensors(AnyModel());
    const size_t length = *rc::gen::inRange<size_t>(0, file.size());
    RC_ASSERT(!ReadSafetensors(ByteSpan(file).first(length)).ok());
  });
  EXPECT_TRUE(held);
}

}  // namespace
}  // namespace hansa
