#include <gtest/gtest.h>

#include <thread>

#include "common/crypto/hash.h"

namespace hansa::crypto {
namespace {

TEST(Sha256, PiecesOfEverySizeGiveTheSameDigest) {
  const Bytes data(300, 0x5a);
  for (size_t piece = 1; piece <= data.size(); ++piece) {
    Sha256Stream stream;
    for (size_t at = 0; at < data.size(); at += piece)
      stream.Update(ByteSpan(data).subspan(at, std::min(piece, data.size() - at)));
    EXPECT_EQ(stream.Finish(), Sha256(data)) << piece;
  }
}

TEST(Sha256, StreamMoves) {
  Sha256Stream stream;
  stream.Update(AsSpan("ab"));
  Sha256Stream moved = std::move(stream);
  moved.Update(AsSpan("c"));
  EXPECT_EQ(moved.Finish(), Sha256(AsSpan("abc")));
}

TEST(Sha256, ServesThreads) {
  const Bytes data(10'000, 1);
  const Digest expected = Sha256(data);
  std::vector<std::thread> threads;
  std::array<int, 4> wrong{};
  for (int& count : wrong) {
    threads.emplace_back([&count, &data, &expected] {
      for (int i = 0; i < 100; ++i) count += Sha256(data) == expected ? 0 : 1;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, (std::array<int, 4>{}));
}

}  // namespace
}  // namespace hansa::crypto
