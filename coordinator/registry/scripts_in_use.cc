#include "coordinator/registry/scripts_in_use.h"

#include "common/job/job_spec.h"

namespace hansa::coordinator {

std::set<crypto::Digest> ScriptsInUse(const std::vector<const v1::JobRecord*>& jobs,
                                      const std::vector<v1::VersionRecord>& versions) {
  std::set<std::string> makers;
  for (const v1::VersionRecord& version : versions) makers.insert(version.job_id());
  std::set<crypto::Digest> out;
  for (const v1::JobRecord* job : jobs) {
    if (job->state() != "running" && !makers.contains(job->job_id())) continue;
    // Most jobs have none, and reading one takes its time.
    if (job->job_toml().find("script_sha256") == std::string::npos) continue;
    const auto spec = ParseJob(job->job_toml(), job->job_id());
    if (spec.ok() && IsScript(spec->network)) out.insert(spec->network.script.sha256);
  }
  return out;
}

}  // namespace hansa::coordinator
