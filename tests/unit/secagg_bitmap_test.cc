#include <gtest/gtest.h>

#include "common/secagg/bitmap.h"

namespace hansa::secagg {
namespace {

TEST(Bitmap, LeastSignificantBitFirst) {
  Bitmap bitmap(10);
  bitmap.Add(0);
  bitmap.Add(9);
  EXPECT_EQ(bitmap.bytes(), (Bytes{0x01, 0x02}));
  EXPECT_EQ(bitmap.Members(), (std::vector<uint32_t>{0, 9}));
  EXPECT_EQ(bitmap.Count(), 2u);
}

TEST(Bitmap, HasOneEncoding) {
  EXPECT_TRUE(Bitmap::Parse(10, Bytes{0xff, 0x03}));
  EXPECT_FALSE(Bitmap::Parse(10, Bytes{0xff, 0x04})) << "a bit beyond the set";
  EXPECT_FALSE(Bitmap::Parse(10, Bytes{0xff}));
  EXPECT_FALSE(Bitmap::Parse(10, Bytes{0xff, 0x03, 0x00}));
  EXPECT_TRUE(Bitmap::Parse(16, Bytes{0xff, 0xff}));
}

TEST(Bitmap, Subset) {
  const auto small = *Bitmap::Parse(8, Bytes{0x05});
  const auto large = *Bitmap::Parse(8, Bytes{0x07});
  EXPECT_TRUE(small.IsSubsetOf(large));
  EXPECT_FALSE(large.IsSubsetOf(small));
  EXPECT_FALSE(small.IsSubsetOf(*Bitmap::Parse(9, Bytes{0x07, 0x00})));
}

TEST(Bitmap, NothingBeyondItsSize) { EXPECT_FALSE(Bitmap(4).Has(1000)); }

}  // namespace
}  // namespace hansa::secagg
