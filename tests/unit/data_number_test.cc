#include <gtest/gtest.h>

#include <clocale>

#include "client/data/number.h"

namespace hansa::client {
namespace {

TEST(Number, ReadsDecimalNumbers) {
  EXPECT_EQ(ParseNumber("0"), 0.0);
  EXPECT_EQ(ParseNumber("-273.2"), -273.2);
  EXPECT_EQ(ParseNumber("1e-3"), 0.001);
  EXPECT_EQ(ParseNumber(".5"), 0.5);
  EXPECT_EQ(ParseNumber("5."), 5.0);
}

TEST(Number, RefusesEverythingElse) {
  for (const char* text : {"", " ", "nan", "NaN", "inf", "-inf", "Infinity", "0x10", "1,5", " 1",
                           "1 ", "+1", "1e999", "1.2.3", "12a", "--1", "1e", "null"})
    EXPECT_FALSE(ParseNumber(text)) << text;
}

TEST(Number, IsTheSameUnderEveryLocale) {
  const char* set = std::setlocale(LC_NUMERIC, "de_DE.UTF-8");
  EXPECT_EQ(ParseNumber("1.5"), 1.5);
  EXPECT_FALSE(ParseNumber("1,5"));
  if (set != nullptr) std::setlocale(LC_NUMERIC, "C");
}

}  // namespace
}  // namespace hansa::client
