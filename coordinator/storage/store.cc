#include "coordinator/storage/store.h"

#include "common/sqlite/schema.h"
#include "coordinator/storage/job_queries.h"
#include "coordinator/storage/schema_steps.h"
#include "coordinator/storage/session_queries.h"
#include "coordinator/storage/site_queries.h"
#include "coordinator/storage/version_queries.h"

namespace hansa::coordinator {

Result<std::unique_ptr<Store>> Store::Open(const std::string& path) {
  sqlite::Database database = HANSA_TRY(sqlite::OpenWithSchema(
      path, {.what = "the coordinator's store", .steps = kStoreSteps, .sole_owner = true}));
  return std::unique_ptr<Store>(new Store(std::move(database)));
}

Result<> Store::Commit(std::span<const Record> records) {
  if (records.empty()) return Success();
  sqlite::Transaction transaction = HANSA_TRY(sqlite::Transaction::Begin(database_));
  for (const Record& record : records) {
    HANSA_TRY(std::visit([this](const auto& one) { return Write(database_, one); }, record));
  }
  return transaction.Commit();
}

Result<std::vector<StoredSite>> Store::Sites() { return ReadSites(database_); }

Result<std::vector<v1::JobRecord>> Store::Jobs() { return ReadJobs(database_); }

Result<std::vector<v1::VersionRecord>> Store::Versions() { return ReadVersions(database_); }

Result<uint64_t> Store::LastSessionNumber() { return ReadLastSessionNumber(database_); }

}  // namespace hansa::coordinator
