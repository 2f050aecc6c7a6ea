#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/text.h"
#include "coordinator/report/site_book.h"

namespace hansa::coordinator {
namespace {

std::vector<std::string> PseudonymsUnder(const std::string& key) {
  SiteBook book;
  book.SetKey(key);
  book.Meet({"a", "b", "c", "d", "e"});
  std::vector<std::string> names;
  for (const char* name : {"a", "b", "c", "d", "e"}) names.push_back(book.Pseudonym(name));
  return names;
}

TEST(SiteBook, PseudonymsDependOnTheKeyNotOnTheOrderOfNames) {
  EXPECT_EQ(PseudonymsUnder("k"), PseudonymsUnder("k"));
  size_t other = 0;
  for (char c = 'a'; c <= 'z'; ++c) other += PseudonymsUnder("k") != PseudonymsUnder({c}) ? 1 : 0;
  EXPECT_GE(other, 20u);
}

TEST(SiteBook, APseudonymStaysWhenOthersCome) {
  SiteBook book;
  book.Meet({"north"});
  book.Meet({"aaa", "north", "zzz"});
  EXPECT_EQ(book.Pseudonym("north"), "site 1");
  EXPECT_EQ(book.Pseudonym("nobody"), "");
}

TEST(SiteBook, NamesAreTakenOutOfTexts) {
  SiteBook book;
  book.Meet({"R80711"});
  book.Meet({"Park Nord 3"});
  book.Meet({"Park"});
  book.Meet({"Wüst-7"});
  book.Meet({"12"});
  EXPECT_EQ(book.WithoutNames("R80711 left, R807112 did not"), "site 1 left, R807112 did not");
  EXPECT_EQ(book.WithoutNames("/data/R80711.csv.gz R80711_b"), "/data/site 1.csv.gz site 1_b");
  EXPECT_EQ(book.WithoutNames("(Park Nord 3) Park Nord 34"), "(site 2) site 3 Nord 34");
  EXPECT_EQ(book.WithoutNames("Wüst-7: 12 of 12; xWüst-7"), "site 4: 12 of 12; xWüst-7");
  EXPECT_EQ(book.WithoutNames(""), "");
}

TEST(SiteBook, StripsSayWhatEachSiteDidInEachRound) {
  SiteBook book;
  book.Meet({"a"});
  book.BeginRound({"a"});
  book.FinishRound();
  book.Meet({"b"});
  book.BeginRound({"a", "b"});
  book.Drop("a");
  book.FinishRound();
  book.BeginRound({"b"});
  book.FinishRound();
  EXPECT_EQ(book.records().at(0).strip, "+x.");
  EXPECT_EQ(book.records().at(1).strip, ".++");
  EXPECT_EQ(book.records().at(0).rounds, 1u);
  EXPECT_EQ(book.records().at(0).drops, 1u);
}

TEST(SiteBook, AFailedAttemptIsForgottenButItsDropsAreCounted) {
  SiteBook book;
  book.BeginRound({"a", "b"});
  book.Drop("a");
  book.BeginRound({"a", "b"});
  book.FinishRound();
  EXPECT_EQ(book.records().at(0).drops + book.records().at(1).drops, 1u);
  EXPECT_EQ(book.records().at(0).strip, "+");
}

TEST(SiteBook, AHugeFleetHasStripsForTheFirstOnly) {
  SiteBook book;
  std::vector<std::string> names;
  for (int i = 0; i < 500; ++i) names.push_back(StrCat("s", i));
  book.BeginRound(names);
  book.FinishRound();
  EXPECT_EQ(book.records().at(SiteBook::kStrips - 1).strip, "+");
  EXPECT_EQ(book.records().at(SiteBook::kStrips).strip, "");
  EXPECT_EQ(book.records().at(499).rounds, 1u);
}

}  // namespace
}  // namespace hansa::coordinator
