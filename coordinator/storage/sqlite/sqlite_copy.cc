#include "coordinator/storage/sqlite/sqlite_copy.h"

#include <sqlite3.h>

#include <filesystem>

#include "common/base/text.h"

namespace hansa::coordinator {
namespace {

// A quarter of a megabyte: well under a millisecond of the loop's time.
constexpr int kPagesAtATime = 64;

}  // namespace

void SqliteCopy::Finish::operator()(sqlite3_backup* backup) const { sqlite3_backup_finish(backup); }

Result<std::unique_ptr<StoreCopy>> SqliteCopy::Start(sqlite::Database& source,
                                                     const std::string& path) {
  if (std::filesystem::exists(path))
    return BadInput(StrCat("cannot copy the store to ", path), "the file is there already");
  std::unique_ptr<SqliteCopy> copy(
      new SqliteCopy(HANSA_TRY(sqlite::Database::Open(path, sqlite::OpenMode::kReadWriteCreate))));
  // Nothing of the copy counts until its owner has synced it, which is not the loop's work.
  HANSA_TRY(copy->target_.Exec("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY"));
  copy->backup_.reset(sqlite3_backup_init(copy->target_.handle(), "main", source.handle(), "main"));
  if (!copy->backup_) return copy->target_.LastError(StrCat("cannot copy the store to ", path));
  return std::unique_ptr<StoreCopy>(std::move(copy));
}

// What the source writes meanwhile, through its one connection, SQLite writes to the copy as well.
Result<bool> SqliteCopy::Step() {
  const int code = sqlite3_backup_step(backup_.get(), kPagesAtATime);
  if (code == SQLITE_OK) return false;
  backup_.reset();
  if (code == SQLITE_DONE) return true;
  return target_.LastError("the store cannot be copied");
}

}  // namespace hansa::coordinator
