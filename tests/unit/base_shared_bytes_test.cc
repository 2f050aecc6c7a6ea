#include <gtest/gtest.h>

#include "common/base/shared_bytes.h"

namespace hansa {
namespace {

TEST(SharedBytes, PartsKeepTheWhole) {
  SharedBytes part;
  const uint8_t* memory = nullptr;
  {
    Bytes bytes = {1, 2, 3, 4};
    memory = bytes.data();
    const SharedBytes all(std::move(bytes));
    EXPECT_EQ(all, (Bytes{1, 2, 3, 4}));
    part = all.From(3);
  }
  EXPECT_EQ(part, (Bytes{4}));
  EXPECT_EQ(part.span().data(), memory + 3) << "no copy";
  EXPECT_EQ(part.Copy(), (Bytes{4}));
  EXPECT_TRUE(part.From(1).empty());
}

TEST(SharedBytes, WhatLiesElsewhereIsKept) {
  auto keeper = std::make_shared<Bytes>(Bytes{7, 8, 9});
  const SharedBytes two(keeper, ByteSpan(*keeper).first(2));
  EXPECT_EQ(keeper.use_count(), 2);
  EXPECT_EQ(two, (Bytes{7, 8}));
  EXPECT_FALSE(two == ByteSpan(*keeper));
  EXPECT_EQ(SharedBytes().size(), 0u);
}

}  // namespace
}  // namespace hansa
