#pragma once
// The coordinator's memory: one SQLite file, one process at a time. What Commit returned from
// survives a crash or a power cut. Not thread-safe: it belongs to the loop.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/sqlite/database.h"
#include "coordinator/storage/records.h"

namespace hansa::coordinator {

class Store {
 public:
  // Makes the file (0600) when it is missing. kBadInput when it is damaged, from a newer program,
  // or in use by another process.
  static Result<std::unique_ptr<Store>> Open(const std::string& path);

  // Writes all records of one turn, in order, in one transaction, synced to disk: all or none. An
  // error means that nothing was written; kRefused when a record breaks a rule of records.h.
  Result<> Commit(std::span<const Record> records);

  Result<std::vector<StoredSite>> Sites();            // invited, enrolled and revoked, by id
  Result<std::vector<v1::JobRecord>> Jobs();          // in order of submission
  Result<std::vector<v1::VersionRecord>> Versions();  // by name and version
  Result<uint64_t> LastSessionNumber();               // 0: none yet

 private:
  explicit Store(sqlite::Database database) : database_(std::move(database)) {}
  sqlite::Database database_;
};

}  // namespace hansa::coordinator
