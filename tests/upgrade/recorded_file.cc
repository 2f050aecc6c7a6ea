#include "tests/upgrade/recorded_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "common/base/text.h"
#include "common/sqlite/database.h"

namespace hansa::testing {
namespace {

namespace fs = std::filesystem;
using sqlite::Database;
using sqlite::OpenMode;
using sqlite::Statement;

// The columns that the recording has: later versions may add some at the end.
Result<std::vector<std::string>> RowsOf(Database& database, const std::string& table,
                                        size_t columns) {
  Statement names =
      HANSA_TRY(database.Prepare("SELECT group_concat(name, ') || '' '' || quote(') FROM "
                                 "(SELECT name FROM pragma_table_info(?) LIMIT ?)"));
  names.BindText(1, table).BindInt(2, static_cast<int64_t>(columns));
  HANSA_TRY(names.Step());
  Statement select =
      HANSA_TRY(database.Prepare(StrCat("SELECT quote(", names.Text(0), ") FROM ", table)));
  std::vector<std::string> rows;
  while (HANSA_TRY(select.Step())) rows.push_back(StrCat(table, " ", select.Text(0)));
  return rows;
}

// Quoted texts with spaces count as one.
size_t ColumnsOf(const std::string& row) {
  size_t columns = 0;
  bool quoted = false;
  for (const char c : row) {
    if (c == '\'') quoted = !quoted;
    if (c == ' ' && !quoted) ++columns;
  }
  return columns;
}

}  // namespace

RecordedFile::RecordedFile(const std::string& kind, size_t version) : name_(kind + ".db") {
  const fs::path data =
      fs::path(HANSA_SOURCE_DIR) / "tests/upgrade/data" / StrCat(kind, "-", version);
  EXPECT_TRUE(fs::exists(data / name_))
      << "no file of this version is recorded; see tests/upgrade/data/README.md";
  for (const auto& entry : fs::directory_iterator(data))
    if (entry.path().filename() != "rows.txt")
      fs::copy_file(entry.path(), folder_ / entry.path().filename().string());
  std::ifstream lines(data / "rows.txt");
  for (std::string line; std::getline(lines, line);) rows_.push_back(line);
  std::sort(rows_.begin(), rows_.end());
}

Result<std::vector<std::string>> RecordedFile::RowsNow() const {
  Database database = HANSA_TRY(Database::Open(path(), OpenMode::kReadWrite));
  std::vector<std::string> rows;
  std::set<std::string> tables;
  for (const std::string& row : rows_) {
    const std::string table = row.substr(0, row.find(' '));
    if (!tables.insert(table).second) continue;
    for (std::string& now : HANSA_TRY(RowsOf(database, table, ColumnsOf(row))))
      rows.push_back(std::move(now));
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

Result<int64_t> RecordedFile::VersionNow() const {
  Database database = HANSA_TRY(Database::Open(path(), OpenMode::kReadWrite));
  return database.QueryInt("PRAGMA user_version");
}

Result<> RecordedFile::SetVersion(size_t version) const {
  Database database = HANSA_TRY(Database::Open(path(), OpenMode::kReadWrite));
  return database.Exec(StrCat("PRAGMA user_version = ", version));
}

}  // namespace hansa::testing
