#include <gtest/gtest.h>

#include <limits>

#include "common/secagg/sum_range.h"

namespace hansa::secagg {
namespace {

constexpr uint32_t kIncluded = 3, kMaxWeight = 10;

// -1.5 to 2 in quarters, three elements weighted; the weights; 0 to 7, not weighted, two elements.
std::vector<Segment> Segments() {
  return {{"update", 3, -1.5, 2, 2, true}, {"weight", 1, 0, 1, 0, true}, {"rows", 2, 0, 7, 0}};
}

Bytes SumOf(uint32_t bits, const std::vector<int64_t>& elements) {
  Bytes bytes;
  for (const int64_t element : elements) {
    if (bits == 32) AppendLittleEndian(bytes, static_cast<uint32_t>(element));
    if (bits == 64) AppendLittleEndian(bytes, static_cast<uint64_t>(element));
  }
  return bytes;
}

// In pieces of `piece` elements.
std::optional<OutOfRange> Look(uint32_t bits, const std::vector<int64_t>& elements,
                               size_t piece = 100) {
  SumRange range(Segments(), bits, kMaxWeight, kIncluded);
  const Bytes sum = SumOf(bits, elements);
  const size_t step = piece * bits / 8;
  for (size_t at = 0; at < sum.size(); at += step)
    range.Add(ByteSpan(sum).subspan(at, std::min(step, sum.size() - at)));
  return range.Find();
}

TEST(SumRange, TheFarthestThatHonestInputsReachIsInRange) {
  for (const uint32_t bits : {32u, 64u})
    for (const size_t piece : {1, 2, 3, 100}) {
      EXPECT_FALSE(Look(bits, {-6 * 30, 8 * 30, 0, 30, 0, 21}, piece)) << bits << " " << piece;
      EXPECT_FALSE(Look(bits, {0, 0, 0, 3, 21, 0}, piece));
    }
}

TEST(SumRange, OneBeyondIsOut) {
  struct Case {
    std::vector<int64_t> sum;
    std::string segment;
    uint64_t element;
    int64_t lowest, highest;
  };
  const Case cases[] = {{{0, -181, 0, 30, 0, 0}, "update", 1, -180, 240},
                        {{0, 0, 241, 30, 0, 0}, "update", 2, -180, 240},
                        {{0, 0, 0, 31, 0, 0}, "weight", 0, 0, 30},
                        {{0, 0, 0, -1, 0, 0}, "weight", 0, 0, 30},
                        {{0, 0, 0, 30, 22, 0}, "rows", 0, 0, 21},
                        {{0, 0, 0, 30, 0, -1}, "rows", 1, 0, 21}};
  for (const uint32_t bits : {32u, 64u})
    for (const size_t piece : {1, 4, 100})
      for (const Case& c : cases) {
        const auto outside = Look(bits, c.sum, piece);
        ASSERT_TRUE(outside) << c.segment << " " << c.element;
        EXPECT_EQ(outside->segment, c.segment);
        EXPECT_EQ(outside->element, c.element);
        EXPECT_EQ(outside->lowest, c.lowest);
        EXPECT_EQ(outside->highest, c.highest);
      }
}

// The weights are in the sum: an update cannot be larger than they allow.
TEST(SumRange, UpdatesAreHeldToTheWeightsThatWereSummed) {
  EXPECT_FALSE(Look(32, {-6 * 5, 8 * 5, 0, 5, 0, 0}));
  const auto outside = Look(32, {-6 * 5 - 1, 0, 0, 5, 0, 0});
  ASSERT_TRUE(outside);
  EXPECT_EQ(outside->lowest, -30);
  EXPECT_TRUE(Look(32, {0, 8 * 5 + 1, 0, 5, 0, 0}));
}

TEST(SumRange, TheEndsOfTheRingAreOut) {
  const int64_t least = std::numeric_limits<int64_t>::min();
  EXPECT_TRUE(Look(64, {0, least, 0, 30, 0, 0}));
  EXPECT_TRUE(Look(64, {0, std::numeric_limits<int64_t>::max(), 0, 30, 0, 0}));
  EXPECT_TRUE(Look(32, {std::numeric_limits<int32_t>::min(), 0, 0, 30, 0, 0}));
}

TEST(SumRange, IsSaidWithItsNumbers) {
  const auto outside = Look(32, {0, 0, 241, 30, 0, 0});
  ASSERT_TRUE(outside);
  EXPECT_EQ(TextOf(*outside),
            "sum_out_of_range: element 2 of segment update is 241, honest inputs give -180 to 240");
}

}  // namespace
}  // namespace hansa::secagg
