#include "coordinator/app/integrity.h"

#include "common/base/log.h"
#include "common/base/text.h"

namespace hansa::coordinator {
namespace {

namespace fs = std::filesystem;

bool HasEntries(const fs::path& folder) {
  std::error_code none;
  return fs::directory_iterator(folder, none) != fs::directory_iterator();
}

}  // namespace

Result<> CheckStoreIsThere(const fs::path& store, const fs::path& models, const fs::path& runs) {
  std::error_code missing;
  const auto bytes = fs::file_size(store, missing);
  if (!missing && bytes > 0) return Success();
  for (const fs::path& past : {models, runs})
    if (HasEntries(past))
      return BadInput(
          StrCat("the coordinator's store ", store.string(), " is ", missing ? "missing" : "empty"),
          StrCat(past.string(), " shows that there was one"),
          "Restore the folder from a backup: hansa coordinator restore");
  return Success();
}

Result<> CheckRunningJobs(ModelLibrary& models, const std::vector<v1::JobRecord>& jobs,
                          const std::vector<v1::VersionRecord>& versions) {
  for (const v1::JobRecord& job : jobs) {
    if (job.state() != "running") continue;
    const v1::VersionRecord* newest = nullptr;
    for (const v1::VersionRecord& version : versions)
      if (version.job_id() == job.job_id() &&
          (newest == nullptr || version.version() > newest->version()))
        newest = &version;
    if (newest != nullptr)
      HANSA_TRY(models.Check(*newest).WithContext(StrCat("job ", job.job_id(), " cannot go on")));
  }
  return Success();
}

ModelReview::ModelReview(ModelLibrary& models, std::vector<v1::VersionRecord> versions)
    : thread_([this, &models, records = std::move(versions)] {
        for (const v1::VersionRecord& record : records) {
          if (stopping_) return;
          const Result<> checked = models.Check(record);
          if (!checked.ok()) LogError(checked.error().Text());
        }
      }) {}

ModelReview::~ModelReview() {
  stopping_ = true;
  thread_.join();
}

}  // namespace hansa::coordinator
