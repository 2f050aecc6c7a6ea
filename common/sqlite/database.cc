#include "common/sqlite/database.h"

#include <fcntl.h>
#include <sqlite3.h>

#include <utility>

#include "common/base/text.h"
#include "common/base/unique_fd.h"
#include "common/sqlite/error.h"

namespace hansa::sqlite {
namespace {

int Flags(OpenMode mode) {
  const int shared = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  if (mode == OpenMode::kReadOnly) return shared | SQLITE_OPEN_READONLY;
  if (mode == OpenMode::kReadWrite) return shared | SQLITE_OPEN_READWRITE;
  return shared | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
}

// SQLite makes files with 0644; the journal and shared-memory files take the mode of the main one.
// An existing file is left alone: closing a descriptor of it would drop this process's locks on it.
void MakePrivate(const std::string& path) {
  if (path == ":memory:") return;
  UniqueFd made(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
}

void MakeStrict(sqlite3* handle) {
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
}

bool OnlySpace(std::string_view text) {
  return text.find_first_not_of(" \t\r\n;") == std::string_view::npos;
}

}  // namespace

void Database::Close::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }

Result<Database> Database::Open(const std::string& path, OpenMode mode, const char* vfs) {
  if (mode == OpenMode::kReadWriteCreate && vfs == nullptr) MakePrivate(path);
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, Flags(mode), vfs);
  Database database(handle);
  if (code != SQLITE_OK) {
    return WorkFailed(StrCat("cannot open the database ", path),
                      handle == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle),
                      "Check that the folder exists and that you may read and write it");
  }
  MakeStrict(handle);
  return database;
}

Result<Statement> Database::Prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const char* tail = nullptr;
  const int code =
      sqlite3_prepare_v3(handle(), sql.data(), static_cast<int>(sql.size()), 0, &statement, &tail);
  if (code != SQLITE_OK) return LastError("a database statement was refused");
  Statement result(statement);
  if (statement == nullptr) return WorkFailed("a database statement was refused", "it is empty");
  if (!OnlySpace(sql.substr(static_cast<size_t>(tail - sql.data()))))
    return WorkFailed("a database statement was refused", "there is text after its end");
  return result;
}

Result<> Database::Exec(const std::string& sql) {
  if (sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    return LastError("a database statement failed");
  return Success();
}

Result<int64_t> Database::QueryInt(std::string_view sql) {
  Statement statement = HANSA_TRY(Prepare(sql));
  if (!HANSA_TRY(statement.Step())) return WorkFailed("a database query gave no row");
  return statement.Int(0);
}

int64_t Database::changes() const { return sqlite3_changes64(handle()); }

int Database::last_code() const { return sqlite3_extended_errcode(handle()); }

Error Database::LastError(std::string what) const {
  return ErrorOf(handle(), std::move(what), sqlite3_errmsg(handle()));
}

Result<Transaction> Transaction::Begin(Database& database) {
  HANSA_TRY(database.Exec("BEGIN IMMEDIATE"));
  return Transaction(database);
}

Transaction::~Transaction() {
  if (database_ != nullptr) static_cast<void>(database_->Exec("ROLLBACK"));
}

Result<> Transaction::Commit() {
  HANSA_TRY(database_->Exec("COMMIT"));
  database_ = nullptr;
  return Success();
}

}  // namespace hansa::sqlite
