#include <gtest/gtest.h>

#include <limits>

#include "common/secagg/ring.h"

namespace hansa::secagg {
namespace {

TEST(RingVector, WrapsAtItsWidth) {
  for (const uint32_t bits : {32u, 64u}) {
    RingVector a(bits, 1), b(bits, 1);
    a.Set(0, -1);
    b.Set(0, 2);
    a.Add(b);
    EXPECT_EQ(a.Signed(0), 1);
    a.Subtract(b);
    EXPECT_EQ(a.Signed(0), -1);
  }
  RingVector narrow(32, 1);
  narrow.Set(0, int64_t{1} << 31);  // the first value beyond the positive half
  EXPECT_EQ(narrow.Signed(0), std::numeric_limits<int32_t>::min());
  narrow.Set(0, (int64_t{1} << 32) + 5);
  EXPECT_EQ(narrow.Signed(0), 5);
}

TEST(RingVector, IsLittleEndianOnTheWire) {
  RingVector narrow(32, 2);
  narrow.Set(0, 0x01020304);
  narrow.Set(1, -2);
  EXPECT_EQ(narrow.ToBytes(), (Bytes{4, 3, 2, 1, 0xfe, 0xff, 0xff, 0xff}));
  RingVector wide(64, 1);
  wide.Set(0, 0x0102030405060708);
  EXPECT_EQ(wide.ToBytes(), (Bytes{8, 7, 6, 5, 4, 3, 2, 1}));
  EXPECT_EQ(RingVector::FromBytes(32, narrow.ToBytes()), narrow);
  EXPECT_EQ(RingVector::FromBytes(64, wide.ToBytes()), wide);
}

TEST(RingVector, AddsBytesAsElements) {
  RingVector sum(32, 2);
  sum.Set(0, 0xff);
  sum.AddBytes(Bytes{1, 0, 0, 0, 0, 0, 0, 0x80});
  EXPECT_EQ(sum.Signed(0), 0x100);
  EXPECT_EQ(sum.Signed(1), std::numeric_limits<int32_t>::min());
}

TEST(RingVector, WipeLeavesNothing) {
  RingVector vector(64, 3);
  vector.Set(1, 7);
  vector.Wipe();
  EXPECT_EQ(vector.size(), 0u);
}

}  // namespace
}  // namespace hansa::secagg
