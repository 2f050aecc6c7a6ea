#include <gtest/gtest.h>

#include <numeric>

#include "coordinator/app/shared_chunks.h"

namespace hansa::coordinator {
namespace {

// Counts how often it is read.
class CountedBlob final : public Blob {
 public:
  uint64_t size() const override { return 1000; }
  Result<> ReadAt(uint64_t offset, std::span<uint8_t> out) const override {
    ++reads;
    if (broken) return WorkFailed("cannot read a file");
    std::iota(out.begin(), out.end(), static_cast<uint8_t>(offset));
    return Success();
  }
  mutable int reads = 0;
  bool broken = false;
};

TEST(SharedChunks, OneReadServesAllWhoAskForTheSame) {
  const CountedBlob blob;
  SharedChunks chunks;
  const auto first = chunks.Read({1}, blob, {10, 3}).value();
  EXPECT_EQ(*first, (Bytes{10, 11, 12}));
  EXPECT_EQ(chunks.Read({1}, blob, {10, 3}).value(), first);
  EXPECT_EQ(blob.reads, 1);
  EXPECT_EQ(*chunks.Read({1}, blob, {10, 2}).value(), (Bytes{10, 11}));
  EXPECT_EQ(*chunks.Read({2}, blob, {10, 3}).value(), *first);
  EXPECT_EQ(blob.reads, 3) << "another range, and another file";
}

TEST(SharedChunks, WhatWasNotUsedForTheLongestTimeGoes) {
  const CountedBlob blob;
  SharedChunks chunks(2);
  for (const uint64_t offset : {1, 2, 1, 3}) ASSERT_TRUE(chunks.Read({1}, blob, {offset, 4}).ok());
  EXPECT_EQ(blob.reads, 3);
  ASSERT_TRUE(chunks.Read({1}, blob, {1, 4}).ok());
  EXPECT_EQ(blob.reads, 3);
  ASSERT_TRUE(chunks.Read({1}, blob, {2, 4}).ok());
  EXPECT_EQ(blob.reads, 4);
}

TEST(SharedChunks, WhoStillSendsKeepsItsBytes) {
  const CountedBlob blob;
  SharedChunks chunks(1);
  const auto sent = chunks.Read({1}, blob, {5, 3}).value();
  for (uint64_t offset = 20; offset < 30; ++offset)
    ASSERT_TRUE(chunks.Read({1}, blob, {offset, 3}).ok());
  EXPECT_EQ(*sent, (Bytes{5, 6, 7}));
}

TEST(SharedChunks, WhatCannotBeReadIsNotKept) {
  CountedBlob blob;
  blob.broken = true;
  SharedChunks chunks;
  EXPECT_FALSE(chunks.Read({1}, blob, {0, 3}).ok());
  blob.broken = false;
  EXPECT_EQ(*chunks.Read({1}, blob, {0, 3}).value(), (Bytes{0, 1, 2}));
}

}  // namespace
}  // namespace hansa::coordinator
