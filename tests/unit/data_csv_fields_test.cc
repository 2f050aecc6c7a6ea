#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/data/csv_fields.h"
#include "common/base/limits.h"

namespace hansa::client {
namespace {

using testing::ElementsAre;

std::vector<std::string> Split(std::string line) {
  std::vector<std::string_view> fields;
  if (!SplitCsvFields(line, fields)) return {"broken"};
  return {fields.begin(), fields.end()};
}

TEST(CsvFields, SplitsAtCommas) {
  EXPECT_THAT(Split("a,b,c"), ElementsAre("a", "b", "c"));
  EXPECT_THAT(Split(""), ElementsAre(""));
  EXPECT_THAT(Split(",a,"), ElementsAre("", "a", ""));
}

TEST(CsvFields, TakesQuotesOff) {
  EXPECT_THAT(Split(R"("a,b",c)"), ElementsAre("a,b", "c"));
  EXPECT_THAT(Split(R"("say ""hi""",2)"), ElementsAre("say \"hi\"", "2"));
  EXPECT_THAT(Split(R"("","""")"), ElementsAre("", "\""));
  EXPECT_THAT(Split(R"(5" pipe,2)"), ElementsAre("5\" pipe", "2"));
}

TEST(CsvFields, NoticesBrokenLines) {
  EXPECT_THAT(Split(R"(a,"open)"), ElementsAre("broken"));
  EXPECT_THAT(Split(R"("a"b,c)"), ElementsAre("broken"));
  EXPECT_THAT(Split(R"(")"), ElementsAre("broken"));
  EXPECT_THAT(Split(R"("""")"), ElementsAre("\""));
  EXPECT_THAT(Split(std::string("a\0b", 3)), ElementsAre("broken"));
  EXPECT_THAT(Split(std::string(limits::kCsvColumns, ',')), ElementsAre("broken"));
}

}  // namespace
}  // namespace hansa::client
