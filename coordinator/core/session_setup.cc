#include "coordinator/core/session_setup.h"

#include <map>

#include "common/wire/session_params.h"
#include "coordinator/core/draw_groups.h"
#include "coordinator/core/grouped_session.h"
#include "coordinator/core/plain_session.h"
#include "coordinator/core/secure_session.h"

namespace hansa::coordinator {
namespace {

secagg::Purpose PurposeOf(v1::SessionPurpose purpose) {
  if (purpose == v1::SESSION_PURPOSE_STATISTICS) return secagg::Purpose::kStatistics;
  return purpose == v1::SESSION_PURPOSE_EVALUATE ? secagg::Purpose::kEvaluate
                                                 : secagg::Purpose::kTrain;
}

// Each session's own, in the order in which they were opened.
std::vector<SessionSteps> BySession(const SessionSteps& steps) {
  std::vector<SessionSteps> sessions;
  std::map<std::string, size_t> places;
  for (const v1::SessionStepRecord& step : steps) {
    const auto [place, is_new] = places.emplace(step.params_hash(), sessions.size());
    if (is_new) sessions.emplace_back();
    sessions[place->second].push_back(step);
  }
  return sessions;
}

// What sites were told of the session is what the job would tell them now.
Result<> CheckOpened(const JobSpec& job, const SessionPlan& plan, const SessionSteps& steps) {
  const std::string& payload = steps.front().opened().params().payload();
  const auto params = HANSA_TRY(wire::CheckParams(AsSpan(payload)));
  const secagg::SessionSetup& setup = params.setup;
  if (setup.job_digest == job.digest && setup.purpose == PurposeOf(plan.purpose) &&
      setup.ring_bits == plan.ring_bits && setup.segments == plan.segments)
    return Success();
  return BadInput("the session under way cannot be taken up again", "it is about something else");
}

}  // namespace

secagg::SessionSetup MakeSetup(Turn& turn, const SessionPlan& plan) {
  const JobSpec& spec = *turn.job.spec;
  const uint64_t number = ++*turn.job.services.last_session_number;
  turn.out.persist.push_back(UsedSessionNumber{number});
  const auto& model = plan.model;
  return {.session_number = number,
          .job_digest = spec.digest,
          .purpose = PurposeOf(plan.purpose),
          .round = turn.job.round.number,
          .base_version = model ? model->version : 0,
          .model_sha256 = model ? model->sha256 : crypto::Digest{},
          .ring_bits = plan.ring_bits,
          .segments = plan.segments,
          .max_weight = spec.max_weight,
          .smallest_cohort = plan.smallest,
          .largest_cohort = static_cast<uint32_t>(plan.sites.size()),
          .profile = spec.profile,
          .colluders = spec.colluders,
          .dropout_permille = spec.dropout_permille};
}

bool IsFetched(const Turn& turn, const SessionPlan& plan) {
  const uint64_t bytes = secagg::ElementsOf(plan.segments) * plan.ring_bits / 8;
  return bytes > turn.job.services.inline_bytes;
}

Result<std::unique_ptr<SumSession>> MakeSession(Turn& turn, SessionPlan plan) {
  const JobSpec& spec = *turn.job.spec;
  plan.smallest = spec.clients_min;
  if (!spec.secure) return PlainSession::Make(turn, std::move(plan));
  std::vector<std::vector<SiteId>> groups = DrawGroups(turn.job, plan);
  if (groups.size() > 1) return GroupedSession::Make(turn, std::move(plan), std::move(groups));
  return std::unique_ptr<SumSession>(HANSA_TRY(SecureSession::Make(turn, std::move(plan))));
}

Result<std::unique_ptr<SumSession>> RestoreSession(Turn& turn, SessionPlan plan,
                                                   const SessionSteps& steps) {
  const std::vector<SessionSteps> sessions = BySession(steps);
  for (const SessionSteps& session : sessions)
    HANSA_TRY(CheckOpened(*turn.job.spec, plan, session));
  if (sessions.size() > 1) return GroupedSession::Restore(turn, std::move(plan), sessions);
  if (!turn.job.spec->secure) return PlainSession::Restore(turn, std::move(plan), steps);
  return std::unique_ptr<SumSession>(
      HANSA_TRY(SecureSession::Restore(turn, std::move(plan), steps)));
}

}  // namespace hansa::coordinator
