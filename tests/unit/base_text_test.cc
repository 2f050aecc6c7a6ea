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

TEST(PlainText, LeavesTextAsItIs) {
  const std::string text =
      "gr\xc3\xb6\xc3\x9f"
      "e, \xe2\x82\xac, \xf0\x9f\x8c\x80\n\tx";
  EXPECT_EQ(PlainText(text), text);
  EXPECT_EQ(PlainText("", 10), "");
}

TEST(PlainText, CutsBetweenCharacters) {
  EXPECT_EQ(PlainText("a\xc3\xb6", 2), "a");
  EXPECT_EQ(PlainText("a\xc3\xb6", 3), "a\xc3\xb6");
  EXPECT_EQ(PlainText("abc", 0), "");
}

TEST(PlainText, WhatIsNoTextBecomesAQuestionMark) {
  EXPECT_EQ(PlainText(std::string("a\0b\x1b[31m\x7f", 9), 20), "a?b?[31m?");
  EXPECT_EQ(PlainText("a\xc2\x9b"
                      "31m\xc2\xa0",
                      20),
            "a?31m\xc2\xa0");                  // C1, and what follows
  EXPECT_EQ(PlainText("\xff\xc3", 20), "??");  // no character; one cut short
  EXPECT_EQ(PlainText("\xc0\xaf", 20), "??");  // '/' in two bytes
  EXPECT_EQ(PlainText("\xe0\x80\xaf", 20), "???");
  EXPECT_EQ(PlainText("\xed\xa0\x80", 20), "???");       // a surrogate
  EXPECT_EQ(PlainText("\xf4\x90\x80\x80", 20), "????");  // beyond the last
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
