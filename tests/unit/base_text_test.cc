#include <gtest/gtest.h>

#include "common/base/bytes.h"
#include "common/base/secret_bytes.h"
#include "common/base/text.h"
#include "common/base/time.h"

namespace hansa {
namespace {

TEST(NearestWord, FindsWhatWasMeantAndNothingElse) {
  const std::vector<std::string> keys = {"features", "target", "drop", "batch_size"};
  EXPECT_EQ(NearestWord("feature", keys), "features");
  EXPECT_EQ(NearestWord("batchsize", keys), "batch_size");
  EXPECT_EQ(NearestWord("completely_other", keys), "");
}

TEST(HumanBytes, PicksTheUnit) {
  EXPECT_EQ(HumanBytes(312), "312 B");
  EXPECT_EQ(HumanBytes(1536), "1.5 KiB");
  EXPECT_EQ(HumanBytes(3.0 * 1024 * 1024), "3.0 MiB");
}

TEST(Hex, RoundTripsAndRefusesRubbish) {
  EXPECT_EQ(Hex(FromHex("00ff10Ab")), "00ff10ab");
  EXPECT_TRUE(FromHex("0").empty());
  EXPECT_TRUE(FromHex("zz").empty());
}

TEST(LittleEndian, RoundTrips) {
  Bytes bytes;
  AppendLittleEndian<uint64_t>(bytes, 0x0102030405060708);
  EXPECT_EQ(bytes[0], 8);
  EXPECT_EQ(ReadLittleEndian<uint64_t>(bytes), 0x0102030405060708u);
}

TEST(SecretBytes, ComparesAndIsEmptyAfterAMove) {
  const Bytes raw = {1, 2, 3};
  SecretBytes a(raw), b(raw);
  EXPECT_TRUE(a == b);
  b.RevealMutable()[2] = 4;
  EXPECT_FALSE(a == b);
  const SecretBytes moved = std::move(a);
  EXPECT_TRUE(a.empty());  // NOLINT: that is the point
  EXPECT_EQ(moved.size(), 3u);
}

TEST(FormatUtc, IsIso8601) { EXPECT_EQ(FormatUtc(1420070400000), "2015-01-01T00:00:00Z"); }

}  // namespace
}  // namespace hansa
