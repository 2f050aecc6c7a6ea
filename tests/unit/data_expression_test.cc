#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "client/data/expression.h"

namespace hansa::client {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

const std::vector<std::string> kColumns = {"time", "w", "power", "Hub Height (m)"};

std::vector<std::string> Read(std::string_view expression) {
  const Result<std::vector<std::string>> columns = ColumnsRead(expression, kColumns);
  if (!columns.ok()) return {columns.error().Text()};
  return *columns;
}

// The error's text; empty when the expression is let in.
std::string Refusal(std::string_view expression) {
  const Result<std::vector<std::string>> columns = ColumnsRead(expression, kColumns);
  if (columns.ok()) return "";
  EXPECT_EQ(columns.error().kind, ErrorKind::kBadInput);
  EXPECT_THAT(columns.error().what, HasSubstr("expression"));
  return columns.error().Text();
}

TEST(Expression, NamesTheColumnsItReads) {
  EXPECT_THAT(Read("power <= 0 AND w > 5"), ElementsAre("w", "power"));
  EXPECT_THAT(Read("time < '2015-01-01'"), ElementsAre("time"));
  EXPECT_THAT(Read("1 > 0"), ElementsAre());
  EXPECT_THAT(Read("\"Hub Height (m)\" > 80"), ElementsAre("Hub Height (m)"));
  EXPECT_THAT(Read("CASE WHEN 0 THEN W ELSE 1 END"), ElementsAre("w"));
  EXPECT_THAT(Read("'power' = 'w'"), ElementsAre());
}

TEST(Expression, LetsScalarsIn) {
  for (const char* expression :
       {"abs(w) > 3", "w BETWEEN 1 AND 2", "w IN (1, 2, 3)", "time LIKE '2014-%'", "time GLOB '2*'",
        "w IS NULL", "NOT w", "CAST(substr(time, 6, 2) AS INTEGER) IN (12, 1, 2)",
        "max(w, power) > 3", "round(w, 1) = 2.5", "w -- a note", "/* a note */ w", "(w)", "w\n>\n2",
        "iif(w > 1, power, 0) > sqrt(2)", "w > 5 OR length(time) <> 17", "ABS(w) > 1"})
    EXPECT_EQ(Refusal(expression), "") << expression;
}

TEST(Expression, RefusesWriting) {
  for (const char* expression :
       {"1; DROP TABLE data", "1); DROP TABLE data; --", "1) ; DELETE FROM data WHERE (1",
        "DELETE FROM data", "INSERT INTO data VALUES (1)", "1; UPDATE data SET w = 0",
        "(DELETE FROM data RETURNING 1)", "1); CREATE TABLE x (a", "PRAGMA writable_schema = 1",
        "1); PRAGMA user_version = 7; SELECT (1", "VACUUM", "VACUUM INTO '/tmp/out'"})
    EXPECT_NE(Refusal(expression), "") << expression;
}

TEST(Expression, RefusesAttaching) {
  for (const char* expression :
       {"ATTACH '/etc/passwd' AS p", "1; ATTACH ':memory:' AS p", "1); ATTACH 'x' AS (p",
        "load_extension('x')", "readfile('/etc/passwd')", "fts3_tokenizer('x')"})
    EXPECT_NE(Refusal(expression), "") << expression;
}

TEST(Expression, RefusesReadingElsewhere) {
  EXPECT_THAT(Refusal("(SELECT 1)"), HasSubstr("subqueries prohibited"));
  for (const char* expression : {"(SELECT count(*) FROM data) > 1",
                                 "EXISTS (SELECT 1 FROM sqlite_master)",
                                 "w IN (SELECT power FROM data)",
                                 "w IN data",
                                 "w IN sqlite_master",
                                 "w IN pragma_table_info('data')",
                                 "(SELECT name FROM sqlite_schema)",
                                 "other.w > 1",
                                 "main.data.w > 1",
                                 "data.w > 1",
                                 "sqlite_master.name = 'x'",
                                 "(VALUES (1))",
                                 "(WITH x AS (SELECT 1) SELECT * FROM x)",
                                 "1) FROM sqlite_master WHERE (1",
                                 "1) UNION SELECT (2",
                                 "1 FROM data --",
                                 "rowid > 1",
                                 "_rowid_ = 1",
                                 "oid = 1",
                                 "\" own\" IS NULL",
                                 "\" value\" IS NULL",
                                 "\" row\" > 1",
                                 "count(*) > 1",
                                 "sum(w) > 1",
                                 "max(w) > 1",
                                 "row_number() OVER () > 1",
                                 "lag(w) OVER (ORDER BY time) > 1",
                                 "?1",
                                 ":x",
                                 "@x",
                                 "$x"})
    EXPECT_NE(Refusal(expression), "") << expression;
}

TEST(Expression, RefusesMoreThanOne) {
  for (const char* expression : {"1),(w",
                                 "1, w",
                                 "(1, w)",
                                 "1), x AS (w",
                                 "1) STORED, x AS (w",
                                 "1) x, (2",
                                 "1) AS x, (2",
                                 "1) COLLATE nocase, x AS (w",
                                 "1) CHECK (w",
                                 "1) DEFAULT (w",
                                 "1) REFERENCES data(w",
                                 "1 AS x",
                                 "w /* no end",
                                 "w)",
                                 "(w",
                                 "'w",
                                 "",
                                 " ",
                                 "--",
                                 "*",
                                 "data.*"})
    EXPECT_NE(Refusal(expression), "") << expression;
}

TEST(Expression, ADoubleQuotedWordIsNeverAText) {
  // Newer versions of SQLite quote the word.
  EXPECT_THAT(Refusal("\"nosuch\" > 5"), AllOf(HasSubstr("no such column"), HasSubstr("nosuch")));
  EXPECT_THAT(Refusal("[nosuch] > 5"), HasSubstr("no such column: nosuch"));
  EXPECT_THAT(Refusal("time > \"2015-01-01\""), HasSubstr("single quotes"));
  EXPECT_THAT(Refusal("powr > 5"), HasSubstr("Did you mean power?"));
}

TEST(Expression, RefusesChanceTheClockAndTheMachine) {
  for (const char* expression : {"random() > 0",
                                 "randomblob(8) > 0",
                                 "date('now') > time",
                                 "julianday('now') > 1",
                                 "datetime(time) > 1",
                                 "CURRENT_TIMESTAMP > time",
                                 "current_date > time",
                                 "sqlite_version() > 1",
                                 "changes() > 0",
                                 "last_insert_rowid()",
                                 "zeroblob(1000000000)",
                                 "printf('%1000000000d', w)",
                                 "hex(w)",
                                 "replace(time, '0', time)",
                                 "json_extract(time, '$')",
                                 "time -> '$'",
                                 "nosuch(w)",
                                 "sqlite_compileoption_get(1)",
                                 "quote(time)",
                                 "likelihood(w, 0.5)",
                                 "w MATCH 'x'",
                                 "time REGEXP 'x'",
                                 "RAISE(ABORT, 'x')"})
    EXPECT_NE(Refusal(expression), "") << expression;
}

TEST(Expression, BoundsItsSize) {
  std::string deep = "w";
  for (int i = 0; i < 800; ++i) deep = "-(" + deep + ")";
  EXPECT_NE(Refusal(deep), "");
  EXPECT_THAT(Refusal("w > 1" + std::string(5000, ' ')), HasSubstr("limit is 4096"));
  EXPECT_THAT(Refusal(std::string("w\0 > 1", 6)), HasSubstr("NUL"));
  std::string many = "max(w";
  for (int i = 0; i < 20; ++i) many += ", w";
  EXPECT_THAT(Refusal(many + ") > 1"), HasSubstr("too many arguments"));
}

TEST(Expression, ColumnsThatDifferOnlyInCaseCannotBeRead) {
  EXPECT_FALSE(ColumnsRead("a > 1", {"a", "A"}).ok());
  EXPECT_TRUE(ColumnsRead("b > 1", {"a", "A", "b"}).ok());
}

TEST(Expression, WorksBesideThousandsOfColumns) {
  std::vector<std::string> columns;
  for (int i = 0; i < 4000; ++i) columns.push_back("sensor_" + std::to_string(i));
  EXPECT_THAT(ColumnsRead("sensor_3999 > 1", columns).value(), ElementsAre("sensor_3999"));
}

TEST(Expression, ItsFunctionsAreSortedForSearching) {
  EXPECT_TRUE(std::is_sorted(AllowedFunctions().begin(), AllowedFunctions().end()));
}

}  // namespace
}  // namespace hansa::client
