#include "coordinator/core/train_session.h"

#include "common/job/task_segments.h"
#include "coordinator/core/task_step.h"

namespace hansa::coordinator {

Result<SessionPlan> TrainSessionPlan(const JobContext& job, std::vector<SiteId> sites) {
  const JobSpec& spec = *job.spec;
  return SessionPlan{.purpose = v1::SESSION_PURPOSE_TRAIN,
                     .task_id = job.round.training->id(),
                     .model = job.round.training->model(),
                     .segments = HANSA_TRY(TrainSegments(spec, LayoutOf(spec.network).elements())),
                     .ring_bits = spec.ring_bits,
                     .sites = std::move(sites),
                     .longest = spec.aggregating,
                     .uploading = spec.uploading};
}

std::shared_ptr<SumSession> PrepareSession(Turn& turn) {
  JobContext& job = turn.job;
  const std::vector<SiteId>& sites = job.round.training->sites();
  if (!job.spec->secure || sites.size() > job.spec->clients_target) return nullptr;
  auto plan = TrainSessionPlan(job, sites);
  if (!plan.ok()) return nullptr;  // said when the session is to open
  plan->is_prepared = true;
  plan->fetching = TimeToFetch(job);
  auto session = MakeSession(turn, *std::move(plan));
  if (!session.ok()) return nullptr;
  std::shared_ptr<SumSession> prepared = std::move(session).value();
  if (prepared->Open(turn)) return nullptr;
  return prepared;
}

}  // namespace hansa::coordinator
