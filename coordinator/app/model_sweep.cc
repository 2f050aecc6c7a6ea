#include "coordinator/app/model_sweep.h"

#include <algorithm>
#include <map>

#include "common/base/log.h"
#include "common/base/text.h"
#include "common/job/job_spec.h"
#include "common/model/manifest.h"

namespace hansa::coordinator {
namespace {

// The job that made it; empty when its manifest cannot be read.
std::string MakerOf(ModelLibrary& models, const VersionKey& key) {
  const auto opened = models.OpenVersion(key.first, key.second);
  if (!opened.ok()) return "";
  const auto manifest = ManifestFromJson(opened->files.manifest);
  return manifest.ok() ? manifest->lineage.job_id : "";
}

bool Runs(const std::vector<v1::JobRecord>& jobs, const std::string& job_id) {
  return std::any_of(jobs.begin(), jobs.end(), [&](const v1::JobRecord& job) {
    return job.job_id() == job_id && job.state() == "running";
  });
}

}  // namespace

std::set<VersionKey> ReferencedVersions(const std::vector<v1::VersionRecord>& versions,
                                        const std::vector<v1::JobRecord>& jobs,
                                        const std::vector<v1::RoundRecord>& rounds) {
  std::set<VersionKey> referenced;
  for (const v1::VersionRecord& version : versions)
    referenced.emplace(version.name(), version.version());
  for (const v1::RoundRecord& round : rounds) {
    if (!round.has_publication()) continue;
    for (const v1::JobRecord& job : jobs) {
      if (job.job_id() != round.job_id()) continue;
      const auto spec = ParseJob(job.job_toml(), job.job_id());
      if (spec.ok()) referenced.emplace(spec->name, round.publication().version());
    }
  }
  return referenced;
}

std::vector<VersionKey> Unreferenced(ModelLibrary& models, const std::set<VersionKey>& referenced) {
  std::vector<VersionKey> out;
  for (const std::string& name : models.Names())
    for (const uint64_t version : models.Versions(name))
      if (!referenced.contains({name, version})) out.emplace_back(name, version);
  return out;
}

std::vector<VersionKey> RemoveLeftovers(ModelLibrary& models,
                                        const std::vector<v1::VersionRecord>& versions,
                                        const std::vector<v1::JobRecord>& jobs,
                                        const std::vector<v1::RoundRecord>& rounds) {
  const auto unreferenced = Unreferenced(models, ReferencedVersions(versions, jobs, rounds));
  std::map<std::string, size_t> found;  // of each model
  for (const VersionKey& key : unreferenced) ++found[key.first];
  std::vector<VersionKey> removed;
  for (const VersionKey& key : unreferenced) {
    const std::string folder = models.PathOf(key.first, key.second).string();
    // One publication a model was under way at most, and its version was the newest.
    const bool leftover = found[key.first] == 1 &&
                          models.Versions(key.first).back() == key.second &&
                          Runs(jobs, MakerOf(models, key));
    if (!leftover) {
      LogWarning(StrCat(folder, " is in no record of the store; see: hansa coordinator collect"));
      continue;
    }
    const Result<> gone = models.Remove(key.first, key.second);
    if (!gone.ok()) {
      LogWarning(gone.error().Text());
      continue;
    }
    LogInfo(StrCat(folder, " was written and never published, and is removed"));
    removed.push_back(key);
  }
  return removed;
}

}  // namespace hansa::coordinator
