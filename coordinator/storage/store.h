#pragma once
// The coordinator's memory. What Commit returned from survives a crash or a power cut. Nothing here
// says where it is kept: SqliteStore is one file of one process; tests/storage holds what every
// store must do. Not thread-safe: it belongs to the loop.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "coordinator/storage/records.h"

namespace hansa::coordinator {

// A copy of a store under way. The store goes on meanwhile, and outlives it.
class StoreCopy {
 public:
  virtual ~StoreCopy() = default;
  // Copies a little more. True: it is whole, as the store is at this moment, and not synced yet.
  virtual Result<bool> Step() = 0;
};

class Store {
 public:
  virtual ~Store() = default;

  // Writes all records of one turn, in order, synced: all or none. An error means that nothing was
  // written; kRefused when a record breaks a rule of records.h.
  virtual Result<> Commit(std::span<const Record> records) = 0;

  virtual Result<std::vector<StoredSite>> Sites() = 0;  // by id
  virtual Result<std::optional<DirectoryPublished>> Directory() = 0;
  virtual Result<std::vector<v1::JobRecord>> Jobs() = 0;          // in order of submission
  virtual Result<std::vector<v1::VersionRecord>> Versions() = 0;  // by name and version
  virtual Result<uint64_t> LastSessionNumber() = 0;               // 0: none yet
  virtual Result<std::vector<v1::RoundRecord>> Rounds() = 0;      // of running jobs, by job
  // Of the session under way of a job, in the order written.
  virtual Result<std::vector<v1::SessionStepRecord>> SessionSteps(const std::string& job_id) = 0;
  // Events kept for a job, ascending.
  virtual Result<std::vector<EventLine>> Events(const std::string& job_id) = 0;

  virtual Result<std::vector<Measurement>> Measurements() = 0;  // by kind, model and site

  // Begins to copy the store to a new file, for a backup. kRefused by a store that has no file.
  virtual Result<std::unique_ptr<StoreCopy>> StartCopy(const std::string& path) {
    return Refused("the store cannot be copied to " + path, "it is not a file");
  }
};

}  // namespace hansa::coordinator
