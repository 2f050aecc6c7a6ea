#include "common/sqlite/schema.h"

#include <sqlite3.h>

#include "common/base/text.h"

namespace hansa::sqlite {
namespace {

Error Unusable(const std::string& path, const SchemaOptions& options, const Error& cause,
               bool busy) {
  const std::string what = StrCat("cannot use ", options.what, " ", path);
  if (busy)
    return BadInput(what, "another process has it open", "Stop the other process, then try again");
  return BadInput(what, cause.why,
                  cause.next.empty() ? "Restore the file from a backup" : cause.next);
}

Result<> Configure(Database& database, bool sole_owner) {
  sqlite3_busy_timeout(database.handle(), sole_owner ? 0 : 5000);
  if (sole_owner) HANSA_TRY(database.Exec("PRAGMA locking_mode = EXCLUSIVE"));
  HANSA_TRY(database.Exec("PRAGMA journal_mode = WAL"));
  HANSA_TRY(database.Exec("PRAGMA synchronous = FULL"));
  // Without files for what a large statement may have to undo: they would lie on another disk.
  HANSA_TRY(database.Exec("PRAGMA temp_store = MEMORY"));
  return database.Exec("PRAGMA foreign_keys = ON; PRAGMA cache_size = -1024");
}

Result<> CheckIntegrity(Database& database) {
  Statement check = HANSA_TRY(database.Prepare("PRAGMA quick_check(1)"));
  if (!HANSA_TRY(check.Step())) return WorkFailed("the check gave no answer");
  if (check.Text(0) != "ok") return WorkFailed("the file is damaged", std::string(check.Text(0)));
  return Success();
}

Result<> Migrate(Database& database, const SchemaOptions& options) {
  const int64_t version = HANSA_TRY(database.QueryInt("PRAGMA user_version"));
  const auto newest = static_cast<int64_t>(options.steps.size());
  if (version > newest || version < 0) {
    return WorkFailed(
        "the schema is unknown",
        StrCat("its schema has version ", version, ", this program knows up to ", newest),
        "Use the program that wrote it, or a newer one");
  }
  for (int64_t step = version; step < newest; ++step) {
    Transaction transaction = HANSA_TRY(Transaction::Begin(database));
    HANSA_TRY(database.Exec(std::string(options.steps[static_cast<size_t>(step)])));
    HANSA_TRY(database.Exec(StrCat("PRAGMA user_version = ", step + 1)));
    HANSA_TRY(transaction.Commit());
  }
  return Success();
}

Result<> Prepare(Database& database, const SchemaOptions& options) {
  HANSA_TRY(Configure(database, options.sole_owner));
  HANSA_TRY(CheckIntegrity(database));
  return Migrate(database, options);
}

}  // namespace

Result<Database> OpenWithSchema(const std::string& path, const SchemaOptions& options) {
  Database database = HANSA_TRY(Database::Open(path, OpenMode::kReadWriteCreate, options.vfs));
  Result<> prepared = Prepare(database, options);
  if (!prepared.ok()) {
    // A file that is not taken is left as it is, its log beside it.
    sqlite3_db_config(database.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    const bool busy = (database.last_code() & 0xff) == SQLITE_BUSY;
    return Unusable(path, options, prepared.error(), busy);
  }
  // A sole owner takes its lock now, by a write, and not at the first record.
  if (options.sole_owner) {
    Result<Transaction> lock = Transaction::Begin(database);
    if (!lock.ok()) return Unusable(path, options, lock.error(), true);
    HANSA_TRY(lock->Commit());
  }
  return database;
}

}  // namespace hansa::sqlite
