#include "coordinator/api/submission.h"

#include <algorithm>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/job/statistics_segments.h"
#include "common/job/task_segments.h"
#include "common/secagg/params.h"

namespace hansa::coordinator {
namespace {

// The largest session that the job can lead to. No sum over all groups can wrap either: the
// segments are scaled for rounds.clients.target sites.
Result<> CheckSession(const JobSpec& spec, secagg::Purpose purpose, uint32_t ring_bits,
                      std::vector<secagg::Segment> segments) {
  return secagg::CheckSetup({.session_number = 1,
                             .job_digest = spec.digest,
                             .purpose = purpose,
                             .round = 1,
                             .ring_bits = ring_bits,
                             .segments = std::move(segments),
                             .max_weight = spec.max_weight,
                             .smallest_cohort = spec.group_min,
                             .largest_cohort = std::min(spec.clients_target, spec.group_max),
                             .profile = spec.profile,
                             .colluders = spec.colluders,
                             .dropout_permille = spec.dropout_permille});
}

// Of every kind that the job leads to.
Result<> CheckSessions(const JobSpec& spec) {
  if (!spec.statistics.columns.empty()) {
    auto counts = HANSA_TRY(StatisticsSegments(spec));
    HANSA_TRY(
        CheckSession(spec, secagg::Purpose::kStatistics, kStatisticsRingBits, std::move(counts)));
  }
  if (spec.task == JobTask::kStatistics) return Success();
  auto sums = HANSA_TRY(EvaluateSegments(spec));
  HANSA_TRY(CheckSession(spec, secagg::Purpose::kEvaluate, kEvaluationRingBits, std::move(sums)));
  if (spec.task == JobTask::kEvaluate) return Success();
  auto update = HANSA_TRY(TrainSegments(spec, LayoutOf(spec.network).elements()));
  return CheckSession(spec, secagg::Purpose::kTrain, spec.ring_bits, std::move(update));
}

}  // namespace

Result<std::shared_ptr<const JobSpec>> ReadJob(const std::string& job_toml) {
  if (job_toml.size() > limits::kJobFileBytes)
    return BadInput("the job file is too large", StrCat(job_toml.size(), " bytes"),
                    StrCat("keep it below ", limits::kJobFileBytes, " bytes"));
  JobSpec spec = HANSA_TRY(ParseJob(job_toml, "job.toml"));
  HANSA_TRY(CheckSessions(spec));
  return std::make_shared<const JobSpec>(std::move(spec));
}

Result<> MayStart(const JobSpec& spec, const ServerState& state) {
  for (const auto& entry : state.machine.jobs())
    if (entry.second->spec().name == spec.name)
      return Refused(StrCat("the job is not started: ", spec.name, " is being trained"),
                     StrCat("job ", entry.first, " is running"),
                     "wait for its end, cancel it, or give this one another name");
  if (state.machine.jobs().size() >= limits::kJobsRunning)
    return Refused("the job is not started",
                   StrCat(state.machine.jobs().size(), " jobs are running"),
                   "wait until one has ended");
  return Success();
}

v1::SiteVerdict ToMessage(const Verdict& verdict) {
  v1::SiteVerdict message;
  message.set_site_id(verdict.site);
  message.set_name(verdict.name);
  message.set_accepted(verdict.accepted);
  for (const std::string& reason : verdict.reasons) message.add_reasons(reason);
  return message;
}

}  // namespace hansa::coordinator
