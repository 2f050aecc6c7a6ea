#pragma once
// What is looked at before a coordinator starts, and after, so that damage is named and never
// overwritten: the store, and the files of the versions in it. The store's own pages and records
// are checked as it is opened and read.

#include <atomic>
#include <filesystem>
#include <thread>
#include <vector>

#include "coordinator/app/model_library.h"

namespace hansa::coordinator {

// kBadInput when there are models or runs and the store is missing or empty: a new one would forget
// who is a site, and take session numbers again.
Result<> CheckStoreIsThere(const std::filesystem::path& store, const std::filesystem::path& models,
                           const std::filesystem::path& runs);

// The newest version of every running job, which it goes on from. kVerification, naming the file.
Result<> CheckRunningJobs(ModelLibrary& models, const std::vector<v1::JobRecord>& jobs,
                          const std::vector<v1::VersionRecord>& versions);

// Reads every version once, on a thread of its own, while the coordinator serves already; what is
// wrong is logged, and said again to whoever asks for that version.
class ModelReview {
 public:
  ModelReview(ModelLibrary& models, std::vector<v1::VersionRecord> versions);
  ~ModelReview();  // ends it early
  ModelReview(const ModelReview&) = delete;
  ModelReview& operator=(const ModelReview&) = delete;

 private:
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace hansa::coordinator
