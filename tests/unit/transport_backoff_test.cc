#include <gtest/gtest.h>

#include <set>

#include "common/crypto/random.h"
#include "common/transport/backoff.h"

namespace hansa::transport {
namespace {

TEST(Backoff, DoublesUpToTheLongest) {
  crypto::SeededRandom random(1, "backoff");
  Backoff backoff(milliseconds(100), milliseconds(1000), random);
  for (const int full : {100, 200, 400, 800, 1000, 1000, 1000}) {
    const Duration wait = backoff.Next();
    EXPECT_GE(wait, milliseconds(full) / 2);
    EXPECT_LE(wait, milliseconds(full));
  }
  backoff.Reset();
  EXPECT_LE(backoff.Next(), milliseconds(100));
}

TEST(Backoff, StaysAtTheLongestForEver) {
  crypto::SeededRandom random(2, "backoff");
  Backoff backoff(milliseconds(1), seconds(30), random);
  for (int i = 0; i < 10000; ++i) ASSERT_LE(backoff.Next(), seconds(30));
  EXPECT_GE(backoff.Next(), seconds(15));
}

TEST(Backoff, Jitters) {
  crypto::SeededRandom random(3, "backoff");
  Backoff backoff(seconds(10), seconds(10), random);
  std::set<int64_t> waits;
  for (int i = 0; i < 100; ++i) waits.insert(backoff.Next().count());
  EXPECT_EQ(waits.size(), 100u);
}

}  // namespace
}  // namespace hansa::transport
