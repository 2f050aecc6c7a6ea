#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/data/csv_file.h"
#include "tests/support/temporary_folder.h"

namespace hansa::client {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class CsvFileTest : public testing::Test {
 protected:
  Result<CsvFile> Open(std::string_view text, std::map<std::string, std::string> rename = {}) {
    return CsvFile::Open({folder_.Write("a.csv", text), std::move(rename)});
  }
  // One text a row: fields joined by "|", or "broken".
  std::vector<std::string> Rows(std::string_view text) {
    CsvFile file = Open(text).value();
    std::vector<std::string> rows;
    while (true) {
      const CsvRow kind = file.Next().value();
      if (kind == CsvRow::kEnd) return rows;
      std::string row;
      for (std::string_view field : file.fields())
        row += (row.empty() ? "" : "|") + std::string(field);
      rows.push_back(kind == CsvRow::kBroken ? "broken" : row);
    }
  }
  hansa::test::TemporaryFolder folder_;
};

TEST_F(CsvFileTest, HeaderWithMarkQuotesAndSpaces) {
  const Result<CsvFile> file = Open("\xEF\xBB\xBFtime, a ,\"b,c\"\r\n1,2,3\r\n");
  ASSERT_TRUE(file.ok()) << file.error().Text();
  EXPECT_THAT(file->columns(), ElementsAre("time", "a", "b,c"));
}

TEST_F(CsvFileTest, BrokenLinesAreToldFromRows) {
  EXPECT_THAT(Rows("a,b\n1,2\n3\n4,5,6\n\n\"7,8\n9,10\r\n"),
              ElementsAre("1|2", "broken", "broken", "broken", "9|10"));
}

TEST_F(CsvFileTest, RenamesColumns) {
  const Result<CsvFile> file = Open("Wind (m/s),t\n1,2\n", {{"Wind (m/s)", "wind"}});
  ASSERT_TRUE(file.ok()) << file.error().Text();
  EXPECT_THAT(file->columns(), ElementsAre("wind", "t"));
}

TEST_F(CsvFileTest, RenamesCanSwap) {
  const Result<CsvFile> file = Open("a,b\n1,2\n", {{"a", "b"}, {"b", "a"}});
  ASSERT_TRUE(file.ok());
  EXPECT_THAT(file->columns(), ElementsAre("b", "a"));
}

TEST_F(CsvFileTest, ARenameOfWhatIsNotThereIsAnError) {
  const Result<CsvFile> file = Open("wind_speed,t\n1,2\n", {{"wind_sped", "w"}});
  ASSERT_FALSE(file.ok());
  EXPECT_EQ(file.error().kind, ErrorKind::kBadInput);
  EXPECT_THAT(file.error().Text(), HasSubstr("Did you mean \"wind_speed\""));
}

TEST_F(CsvFileTest, AnEmptyFileHasNoHeader) {
  for (const char* text : {"", "\n1,2\n", "\xEF\xBB\xBF"}) {
    const Result<CsvFile> file = Open(text);
    ASSERT_FALSE(file.ok());
    EXPECT_THAT(file.error().Text(), HasSubstr("a data file has no header"));
  }
}

TEST_F(CsvFileTest, WhatIsNoTextIsAnError) {
  const std::string utf16(
      "\xFF\xFE"
      "a\0,\0b\0\n\0",
      10);
  const Result<CsvFile> file = Open(utf16);
  ASSERT_FALSE(file.ok());
  EXPECT_THAT(file.error().Text(), HasSubstr("not CSV in UTF-8"));
}

}  // namespace
}  // namespace hansa::client
