#pragma once
// A job's data set, ready for the trainer: the arrays lie in shared memory, not in the agent's own.

#include <deque>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "client/data/dataset.h"
#include "client/trainer/training_request.h"
#include "common/job/data_contract_of.h"
#include "common/job/job_spec.h"

namespace hansa::client {

// Which state of the files a data set was made from.
struct FileStamp {
  std::filesystem::path path;
  uint64_t inode = 0;  // another file under the name
  int64_t bytes = 0;
  int64_t written_ns = 0;
  int64_t changed_ns = 0;  // a copy may keep the time of writing, never this one
  bool operator==(const FileStamp&) const = default;
};
std::vector<FileStamp> StampsOf(const SiteConfig& site);

struct HeldData {
  crypto::Digest job_digest{};
  DataContract contract;  // that it was made for: a job may learn its normalisation later
  crypto::Digest digest{};
  std::string key;  // for the trainer
  DataReport report;
  std::vector<std::string> columns;
  DataArrays arrays;
  std::vector<FileStamp> stamps;
};
using HeldDataHandle = std::shared_ptr<const HeldData>;

// Reads the files; may take long.
Result<HeldDataHandle> HoldData(const JobSpec& job, const SiteConfig& site);

// The data sets of the latest jobs.
class DataShelf {
 public:
  static constexpr size_t kDataSets = 4;
  // Null when it is not there or the files have changed since.
  HeldDataHandle Find(const JobSpec& job, const std::vector<FileStamp>& stamps) const;
  // As it was last built; null when it never was.
  HeldDataHandle Latest(const crypto::Digest& job_digest) const;
  void Keep(HeldDataHandle data);

 private:
  std::deque<HeldDataHandle> held_;
};

}  // namespace hansa::client
