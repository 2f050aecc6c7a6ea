#pragma once
// A store in one SQLite file, for one process at a time.

#include <memory>

#include "common/sqlite/database.h"
#include "coordinator/storage/store.h"

namespace hansa::coordinator {

class SqliteStore final : public Store {
 public:
  // Makes the file (0600) when it is missing. kBadInput when it is damaged, from a newer program,
  // or in use by another process. `vfs`: as in sqlite::Database::Open.
  static Result<std::unique_ptr<Store>> Open(const std::string& path, const char* vfs = nullptr);

  Result<> Commit(std::span<const Record> records) override;
  Result<std::vector<StoredSite>> Sites() override;
  Result<std::optional<DirectoryPublished>> Directory() override;
  Result<std::vector<v1::JobRecord>> Jobs() override;
  Result<std::vector<v1::VersionRecord>> Versions() override;
  Result<uint64_t> LastSessionNumber() override;
  Result<std::vector<v1::RoundRecord>> Rounds() override;
  Result<std::vector<v1::SessionStepRecord>> SessionSteps(const std::string& job_id) override;
  Result<std::vector<EventLine>> Events(const std::string& job_id) override;
  Result<std::vector<Measurement>> Measurements() override;
  Result<std::unique_ptr<StoreCopy>> StartCopy(const std::string& path) override;

 private:
  explicit SqliteStore(sqlite::Database database) : database_(std::move(database)) {}
  sqlite::Database database_;
};

}  // namespace hansa::coordinator
