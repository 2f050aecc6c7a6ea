#pragma once
// A copy of an open database, made a few pages at a time while its owner goes on writing.

#include "common/sqlite/database.h"
#include "coordinator/storage/store.h"

struct sqlite3_backup;

namespace hansa::coordinator {

class SqliteCopy final : public StoreCopy {
 public:
  // `path` must not be there; the file gets mode 0600. `source` outlives the copy.
  static Result<std::unique_ptr<StoreCopy>> Start(sqlite::Database& source,
                                                  const std::string& path);
  Result<bool> Step() override;

 private:
  struct Finish {
    void operator()(sqlite3_backup* backup) const;
  };
  explicit SqliteCopy(sqlite::Database target) : target_(std::move(target)) {}

  sqlite::Database target_;
  std::unique_ptr<sqlite3_backup, Finish> backup_;  // goes before its target
};

}  // namespace hansa::coordinator
