#include "coordinator/storage/sqlite/sqlite_store.h"

#include "common/sqlite/schema.h"
#include "coordinator/storage/sqlite/directory_queries.h"
#include "coordinator/storage/sqlite/event_queries.h"
#include "coordinator/storage/sqlite/job_queries.h"
#include "coordinator/storage/sqlite/measurement_queries.h"
#include "coordinator/storage/sqlite/round_queries.h"
#include "coordinator/storage/sqlite/schema_steps.h"
#include "coordinator/storage/sqlite/session_queries.h"
#include "coordinator/storage/sqlite/site_queries.h"
#include "coordinator/storage/sqlite/sqlite_copy.h"
#include "coordinator/storage/sqlite/version_queries.h"

namespace hansa::coordinator {

Result<std::unique_ptr<Store>> SqliteStore::Open(const std::string& path, const char* vfs) {
  sqlite::Database database = HANSA_TRY(sqlite::OpenWithSchema(
      path,
      {.what = "the coordinator's store", .steps = kStoreSteps, .sole_owner = true, .vfs = vfs}));
  return std::unique_ptr<Store>(new SqliteStore(std::move(database)));
}

Result<> SqliteStore::Commit(std::span<const Record> records) {
  if (records.empty()) return Success();
  sqlite::Transaction transaction = HANSA_TRY(sqlite::Transaction::Begin(database_));
  for (const Record& record : records) {
    HANSA_TRY(std::visit([this](const auto& one) { return Write(database_, one); }, record));
  }
  return transaction.Commit();
}

Result<std::vector<StoredSite>> SqliteStore::Sites() { return ReadSites(database_); }

Result<std::optional<DirectoryPublished>> SqliteStore::Directory() {
  return ReadDirectory(database_);
}

Result<std::vector<v1::JobRecord>> SqliteStore::Jobs() { return ReadJobs(database_); }

Result<std::vector<v1::VersionRecord>> SqliteStore::Versions() { return ReadVersions(database_); }

Result<uint64_t> SqliteStore::LastSessionNumber() { return ReadLastSessionNumber(database_); }

Result<std::vector<v1::RoundRecord>> SqliteStore::Rounds() { return ReadRounds(database_); }

Result<std::vector<v1::SessionStepRecord>> SqliteStore::SessionSteps(const std::string& job_id) {
  return ReadSessionSteps(database_, job_id);
}

Result<std::vector<EventLine>> SqliteStore::Events(const std::string& job_id) {
  return ReadEvents(database_, job_id);
}

Result<std::vector<Measurement>> SqliteStore::Measurements() { return ReadMeasurements(database_); }

Result<std::unique_ptr<StoreCopy>> SqliteStore::StartCopy(const std::string& path) {
  return SqliteCopy::Start(database_, path);
}

}  // namespace hansa::coordinator
