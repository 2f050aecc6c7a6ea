#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "common/sqlite/database.h"
#include "common/sqlite/schema.h"
#include "tests/unit/storage_folder.h"

namespace hansa::sqlite {
namespace {

using testing::HasSubstr;

Database Memory() {
  Result<Database> opened = Database::Open(":memory:", OpenMode::kReadWriteCreate);
  EXPECT_TRUE(opened.ok());
  return std::move(opened).value();
}

TEST(Sqlite, BindsAndReadsEveryType) {
  Database database = Memory();
  Statement select = std::move(database.Prepare("SELECT ?, ?, ?, ?, ?, ?, ?")).value();
  const Bytes blob = {0, 1, 255};
  select.BindInt(1, INT64_MIN).BindReal(2, 0.1).BindText(3, std::string_view("a\0b", 3));
  select.BindBlob(4, blob).BindNull(5).BindText(6, {}).BindBlob(7, {});
  ASSERT_TRUE(*select.Step());
  EXPECT_EQ(select.Int(0), INT64_MIN);
  EXPECT_EQ(select.Real(1), 0.1);
  EXPECT_EQ(select.Text(2), std::string_view("a\0b", 3));
  EXPECT_EQ(Bytes(select.Blob(3).begin(), select.Blob(3).end()), blob);
  EXPECT_TRUE(select.IsNull(4));
  EXPECT_FALSE(select.IsNull(5));
  EXPECT_FALSE(select.IsNull(6));
  EXPECT_TRUE(select.IsNumber(0) && select.IsNumber(1) && !select.IsNumber(2));
  EXPECT_FALSE(*select.Step());
}

TEST(Sqlite, ADoubleQuotedWordIsNoString) {
  Database database = Memory();
  const auto refused = database.Prepare("SELECT \"nosuch\"");
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.error().Text(), HasSubstr("nosuch"));
}

TEST(Sqlite, OneStatementOnly) {
  Database database = Memory();
  EXPECT_FALSE(database.Prepare("SELECT 1; SELECT 2").ok());
  EXPECT_FALSE(database.Prepare("").ok());
  EXPECT_TRUE(database.Prepare("SELECT 1; \n").ok());
}

TEST(Sqlite, ABadParameterIsReported) {
  Database database = Memory();
  Statement select = std::move(database.Prepare("SELECT ?")).value();
  EXPECT_FALSE(select.BindInt(2, 1).Step().ok());
  select.Reset();
  EXPECT_TRUE(select.BindInt(1, 1).Step().ok());
}

TEST(Sqlite, ATransactionNotCommittedLeavesNothing) {
  Database database = Memory();
  ASSERT_TRUE(database.Exec("CREATE TABLE t (x)").ok());
  {
    Result<Transaction> transaction = Transaction::Begin(database);
    ASSERT_TRUE(database.Exec("INSERT INTO t VALUES (1)").ok());
  }
  EXPECT_EQ(*database.QueryInt("SELECT count(*) FROM t"), 0);
  Result<Transaction> transaction = Transaction::Begin(database);
  ASSERT_TRUE(database.Exec("INSERT INTO t VALUES (1)").ok());
  ASSERT_TRUE(transaction->Commit().ok());
  EXPECT_EQ(*database.QueryInt("SELECT count(*) FROM t"), 1);
}

constexpr std::array<std::string_view, 2> kSteps = {"CREATE TABLE a (x)",
                                                    "CREATE TABLE b (x); INSERT INTO b VALUES (7)"};

class SchemaTest : public StorageFolder {
 protected:
  Result<Database> OpenAt(size_t version, bool sole = false) {
    return OpenWithSchema(Path("store.db"),
                          {"the test's store", std::span(kSteps).first(version), sole});
  }
};

TEST_F(SchemaTest, RunsTheStepsThatAreMissing) {
  { ASSERT_TRUE(OpenAt(1).ok()); }
  Result<Database> newer = OpenAt(2);
  ASSERT_TRUE(newer.ok()) << newer.error().Text();
  EXPECT_EQ(*newer->QueryInt("SELECT x FROM b"), 7);
  EXPECT_EQ(*newer->QueryInt("PRAGMA user_version"), 2);
  Result<Database> again = OpenAt(2);
  EXPECT_EQ(*again->QueryInt("SELECT count(*) FROM b"), 1);
}

TEST_F(SchemaTest, SyncsEveryCommit) {
  Result<Database> database = OpenAt(2);
  EXPECT_EQ(*database->QueryInt("PRAGMA synchronous"), 2);  // FULL
  Statement mode = std::move(database->Prepare("PRAGMA journal_mode")).value();
  ASSERT_TRUE(*mode.Step());
  EXPECT_EQ(mode.Text(0), "wal");
}

TEST_F(SchemaTest, ANewerFileIsRefusedAndLeftAlone) {
  { ASSERT_TRUE(OpenAt(2).ok()); }
  const Result<Database> older = OpenAt(1);
  ASSERT_FALSE(older.ok());
  EXPECT_EQ(older.error().kind, ErrorKind::kBadInput);
  EXPECT_THAT(older.error().Text(), HasSubstr("version 2"));
  EXPECT_THAT(older.error().next, HasSubstr("newer"));
  EXPECT_TRUE(OpenAt(2).ok());
}

TEST_F(SchemaTest, AFailingStepChangesNothing) {
  constexpr std::array<std::string_view, 2> bad = {"CREATE TABLE a (x)", "CREATE TABLE b (x); NO"};
  EXPECT_FALSE(OpenWithSchema(Path("store.db"), {"the test's store", bad, false}).ok());
  Result<Database> database = OpenAt(1);
  ASSERT_TRUE(database.ok()) << database.error().Text();
  EXPECT_EQ(*database->QueryInt("SELECT count(*) FROM sqlite_schema WHERE name = 'b'"), 0);
}

TEST_F(SchemaTest, ASecondOwnerIsRefused) {
  Result<Database> first = OpenAt(2, true);
  ASSERT_TRUE(first.ok());
  const Result<Database> second = OpenAt(2, true);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().kind, ErrorKind::kBadInput);
  EXPECT_THAT(second.error().Text(), HasSubstr("another process"));
}

TEST_F(SchemaTest, NoDatabaseAtAllIsRefused) {
  std::ofstream(Path("store.db")) << std::string(5000, 'x');
  const Result<Database> opened = OpenAt(2);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().kind, ErrorKind::kBadInput);
  EXPECT_THAT(opened.error().Text(), HasSubstr("not a database"));
}

TEST_F(SchemaTest, ADamagedFileIsRefused) {
  {
    Result<Database> database = OpenAt(2);
    ASSERT_TRUE(database->Exec("CREATE INDEX i ON b (x)").ok());
    ASSERT_TRUE(database
                    ->Exec("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
                           "i < 2000) INSERT INTO b SELECT hex(randomblob(50)) FROM n")
                    .ok());
    ASSERT_TRUE(database->Exec("PRAGMA wal_checkpoint(TRUNCATE)").ok());
  }
  std::fstream file(Path("store.db"), std::ios::in | std::ios::out | std::ios::binary);
  for (int page = 4; page < 40; page += 3) {
    file.seekp(page * 4096L);
    file << std::string(4096, '\x5a');
  }
  file.close();
  const Result<Database> opened = OpenAt(2);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().kind, ErrorKind::kBadInput);
  EXPECT_THAT(opened.error().next, HasSubstr("backup"));
}

TEST_F(SchemaTest, OthersMayNotReadIt) {
  Result<Database> database = OpenAt(2);
  for (const char* name : {"store.db", "store.db-wal"}) {
    struct stat status {};
    ASSERT_EQ(::stat(Path(name).c_str(), &status), 0) << name;
    EXPECT_EQ(status.st_mode & 0777u, 0600u) << name;
  }
}

TEST_F(SchemaTest, AMissingFolderIsExplained) {
  const Result<Database> opened =
      OpenWithSchema(Path("no/such/store.db"), {"the test's store", kSteps, false});
  ASSERT_FALSE(opened.ok());
  EXPECT_THAT(opened.error().Text(), HasSubstr("no/such/store.db"));
}

}  // namespace
}  // namespace hansa::sqlite
