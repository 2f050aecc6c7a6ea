#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "common/codec/finite_stream.h"
#include "common/codec/safetensors.h"

namespace hansa {
namespace {

constexpr uint64_t kHeader = 61;  // values lie at any address

Bytes FileOf(const std::vector<float>& values) {
  Bytes file;
  AppendLittleEndian<uint64_t>(file, kHeader);
  file.resize(8 + kHeader, 0xff);  // as a value it would be a NaN
  const auto* bytes = reinterpret_cast<const uint8_t*>(values.data());
  file.insert(file.end(), bytes, bytes + values.size() * sizeof(float));
  return file;
}

FiniteStream Fed(const Bytes& file, size_t piece) {
  FiniteStream stream;
  for (size_t at = 0; at < file.size(); at += piece)
    stream.Update(ByteSpan(file).subspan(at, std::min(piece, file.size() - at)));
  return stream;
}

TEST(FiniteStream, PiecesMakeNoDifference) {
  std::vector<float> values(50, 1.5f);
  const Bytes good = FileOf(values);
  for (size_t piece = 1; piece <= good.size(); ++piece)
    EXPECT_TRUE(Fed(good, piece).FiniteFrom(8 + kHeader)) << piece;
  for (const size_t place : {size_t{0}, size_t{23}, values.size() - 1}) {
    std::vector<float> bad = values;
    bad[place] = std::numeric_limits<float>::infinity();
    const Bytes file = FileOf(bad);
    for (size_t piece = 1; piece <= file.size(); ++piece)
      EXPECT_FALSE(Fed(file, piece).FiniteFrom(8 + kHeader)) << place << " in pieces of " << piece;
  }
}

TEST(FiniteStream, KnowsWhereItLooked) {
  const Bytes file = FileOf({1, 2});
  EXPECT_FALSE(Fed(file, 5).FiniteFrom(8 + kHeader + 4));
  EXPECT_FALSE(FiniteStream().FiniteFrom(8)) << "nothing has come";
}

TEST(FiniteStream, AHeaderWithoutEndHasNoValues) {
  Bytes file(100, 0xff);
  EXPECT_FALSE(Fed(file, 7).FiniteFrom(8));
}

}  // namespace
}  // namespace hansa
