#include <gtest/gtest.h>

#include <thread>

#include "common/base/buffer_pool.h"

namespace hansa {
namespace {

TEST(BufferPool, MemoryIsUsedAgain) {
  BufferPool pool(2);
  Bytes buffer = pool.Take(1000);
  const uint8_t* memory = buffer.data();
  auto shared = pool.Share(std::move(buffer));
  auto other = shared;
  shared.reset();
  EXPECT_NE(pool.Take(10).data(), memory) << "someone still reads it";
  std::thread([last = std::move(other)]() mutable { last.reset(); }).join();
  const Bytes again = pool.Take(500);
  EXPECT_EQ(again.data(), memory);
  EXPECT_EQ(again.size(), 500u);
}

TEST(BufferPool, KeepsNoMoreThanItMay) {
  BufferPool pool(1);
  auto first = pool.Share(Bytes(10, 1)), second = pool.Share(Bytes(10, 2));
  const uint8_t* memory = first->data();
  first.reset();
  second.reset();
  EXPECT_EQ(pool.Take(10).data(), memory);
  EXPECT_EQ(pool.Take(10), Bytes(10)) << "a fresh one";
}

TEST(BufferPool, ABufferMayOutliveIt) {
  std::shared_ptr<const Bytes> bytes;
  {
    BufferPool pool(1);
    bytes = pool.Share(Bytes{1, 2});
  }
  EXPECT_EQ(*bytes, (Bytes{1, 2}));
}

}  // namespace
}  // namespace hansa
