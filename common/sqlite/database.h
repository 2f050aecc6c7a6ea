#pragma once
// One SQLite connection. SQLite's errors become Results with SQLite's own text as the reason, of
// the kinds of error.h; a caller that knows better changes the kind. Strict from the start: a
// double-quoted word is never a string, schemas are not trusted, the file format cannot be
// corrupted by SQL. Not thread-safe: one thread at a time.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/sqlite/statement.h"

struct sqlite3;

namespace hansa::sqlite {

enum class OpenMode { kReadOnly, kReadWrite, kReadWriteCreate };

class Database {
 public:
  // `path` is a file, or ":memory:". Files that it makes have mode 0600.
  // `vfs` names a registered SQLite file system, for tests; null: the system's.
  static Result<Database> Open(const std::string& path, OpenMode mode, const char* vfs = nullptr);

  // Exactly one statement; text after it is an error.
  Result<Statement> Prepare(std::string_view sql);
  // Any number of statements, without results.
  Result<> Exec(const std::string& sql);
  // The single integer that `sql` yields ("PRAGMA user_version").
  Result<int64_t> QueryInt(std::string_view sql);

  int64_t changes() const;  // rows that the last statement changed

  // SQLite's view of the last failure on this connection.
  int last_code() const;  // extended result code
  Error LastError(std::string what) const;

  // For what this class does not wrap (authorizer, progress handler, limits).
  sqlite3* handle() const { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  explicit Database(sqlite3* handle) : handle_(handle) {}
  std::unique_ptr<sqlite3, Close> handle_;
};

// Begins at construction; rolls back when destroyed without Commit.
class Transaction {
 public:
  static Result<Transaction> Begin(Database& database);  // for writing, at once
  ~Transaction();
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  Result<> Commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

}  // namespace hansa::sqlite
