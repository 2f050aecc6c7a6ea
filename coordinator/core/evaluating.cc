#include "coordinator/core/evaluating.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/job/task_segments.h"
#include "common/secagg/fixed_point.h"
#include "coordinator/aggregation/evaluation_metrics.h"
#include "coordinator/core/scheduling/draw_sites.h"
#include "coordinator/core/scheduling/usable_sites.h"
#include "coordinator/core/task_step.h"

namespace hansa::coordinator {
namespace {

EvaluationSums SumsOf(const SessionSum& sum) {
  EvaluationSums out;
  const secagg::RingVector vector = InMemory(sum);
  const std::map<std::string, double*> fields = {{"rows", &out.rows},
                                                 {"squared_error", &out.squared_error},
                                                 {"absolute_error", &out.absolute_error},
                                                 {"correct", &out.correct},
                                                 {"loss", &out.loss}};
  const std::map<std::string, std::vector<double>*> counts = {{"confusion", &out.confusion},
                                                              {"scores", &out.scores}};
  for (size_t i = 0; i < sum.segments.size(); ++i) {
    const auto field = fields.find(sum.segments[i].name);
    if (field != fields.end())
      *field->second = secagg::DecodeSegment(vector, sum.segments, i).front();
    if (const auto run = counts.find(sum.segments[i].name); run != counts.end())
      *run->second = secagg::DecodeSegment(vector, sum.segments, i);
  }
  return out;
}

}  // namespace

Outcome Evaluating::Enter(Turn& turn) {
  JobContext& job = turn.job;
  const JobSpec& spec = *job.spec;
  const std::vector<SiteId> sites = Choose(turn);
  if (sites.size() < spec.clients_min)
    return Fail(turn, StrCat(sites.size(), " of the ", spec.clients_min, " sites needed are left"));
  const auto count = static_cast<uint32_t>(sites.size());
  job.round.evaluation.emplace(
      Task::Plan{.id = record_ ? ToBytes(record_->task_id()) : job.RandomBytes(16),
                 .kind = v1::TASK_KIND_EVALUATE,
                 .job_digest = spec.digest,
                 .round = job.round.number,
                 .model = job.base,
                 .sites = sites,
                 .window = {spec.clients_min, count, {}, spec.evaluating + TimeToFetch(job)}},
      turn.now.instant);
  if (!steps_.empty()) {
    job.round.evaluation->AllReady();
    for (const SiteId& site : sites) job.round.evaluation->Away(site);
    return OpenSession(turn);
  }
  Begin(turn, *job.round.evaluation);
  return LookAtTask(turn);
}

// Those that are able; then, up to the target, those of the round that are expected back.
std::vector<SiteId> Evaluating::Choose(Turn& turn) const {
  JobContext& job = turn.job;
  if (record_) return {record_->sites().begin(), record_->sites().end()};
  const size_t target = job.spec->clients_target;
  SitePool& pool = *job.services.pool;
  const UsableSites usable = UsableSitesOf(job, turn.now, job.round.selected);
  crypto::SeededRandom random = SelectionRandom(job, "evaluate");
  std::vector<SiteId> sites =
      DrawUniform(pool.Available(job.id, usable.sites, turn.now.instant), target, random);
  for (const SiteId& site : job.round.selected)
    if (sites.size() < target && job.absences.IsExpected(site, turn.now.instant))
      sites.push_back(site);
  std::sort(sites.begin(), sites.end());
  pool.Lease(job.id, sites, turn.now.instant);
  return sites;
}

Outcome Evaluating::OnSiteAway(Turn& turn, const SiteId& site) {
  turn.job.round.evaluation->Away(site);
  if (session_) return EndSession(turn, session_->OnSiteAway(turn, site));
  return LookAtTask(turn);
}

Outcome Evaluating::OnSiteBack(Turn& turn, const SiteId& site) {
  Task& task = *turn.job.round.evaluation;
  if (session_) {
    task.Back(site);
    return EndSession(turn, session_->OnSiteBack(turn, site));
  }
  task.Start(site, turn.out);
  return LookAtTask(turn);
}

Outcome Evaluating::OnMessage(Turn& turn, const SiteMessage& message) {
  Task& task = *turn.job.round.evaluation;
  if (session_ && IsTaskMessage(message))
    return EndSession(turn, TakeTaskMessageInSession(turn, task, *session_, message));
  if (session_) return EndSession(turn, session_->OnMessage(turn, message));
  TakeTaskMessage(turn, task, name(), message);
  return LookAtTask(turn);
}

Outcome Evaluating::OnSiteLeft(Turn& turn, const SiteId& site, const std::string& reason) {
  const bool belonged = turn.job.round.evaluation->Remove(site);
  if (session_) return EndSession(turn, session_->OnSiteLeft(turn, site, reason));
  if (belonged) turn.Drop(site, std::string(name()), reason);
  return LookAtTask(turn);
}

Outcome Evaluating::OnWorkDone(Turn& turn, WorkDone& done) {
  if (!session_) return std::nullopt;
  return EndSession(turn, session_->OnWorkDone(turn, done));
}

Outcome Evaluating::OnUpload(Turn& turn, UploadDone& done) {
  if (!session_) return std::nullopt;
  return EndSession(turn, session_->OnUpload(turn, done));
}

Outcome Evaluating::OnTime(Turn& turn) {
  if (session_) return EndSession(turn, session_->OnTime(turn));
  Task& task = *turn.job.round.evaluation;
  if (turn.now.instant >= task.deadline()) DropUnready(turn, task, name());
  return LookAtTask(turn);
}

void Evaluating::Cancel(Turn& turn) {
  if (session_) session_->Abandon(turn);
}

std::optional<Instant> Evaluating::NextWake() const {
  return session_ ? session_->NextWake() : std::optional(wake_);
}

Outcome Evaluating::LookAtTask(Turn& turn) {
  Task& task = *turn.job.round.evaluation;
  DropAbsent(turn, task, name());
  if (!task.quorum_possible()) return Fail(turn, QuorumLost(task));
  wake_ = task.deadline();
  if (const auto wake = NextWakeOf(turn.job, task)) wake_ = std::min(wake_, *wake);
  if (!IsComplete(turn, task)) return std::nullopt;
  return OpenSession(turn);
}

Outcome Evaluating::OpenSession(Turn& turn) {
  JobContext& job = turn.job;
  const Task& task = *job.round.evaluation;
  auto segments = EvaluateSegments(*job.spec);
  if (!segments.ok()) return Fail(turn, segments.error().Text());
  SessionPlan plan{.purpose = v1::SESSION_PURPOSE_EVALUATE,
                   .task_id = task.id(),
                   .model = task.model(),
                   .segments = *segments,
                   .ring_bits = kEvaluationRingBits,
                   .sites = task.ready(),
                   .longest = job.spec->aggregating,
                   .uploading = job.spec->uploading};
  auto session = steps_.empty() ? MakeSession(turn, std::move(plan))
                                : RestoreSession(turn, std::move(plan), steps_);
  if (!session.ok()) return Fail(turn, session.error().Text());
  session_ = std::move(session).value();
  session_started_ = turn.now.instant;
  turn.RecordRound();
  if (!steps_.empty()) return EndSession(turn, session_->Open(turn));
  turn.Emit(SessionStarted{job.round.number, "evaluate", job.membership().NamesOf(task.ready())});
  return EndSession(turn, session_->Open(turn));
}

Outcome Evaluating::EndSession(Turn& turn, SessionResult result) {
  if (!result) return std::nullopt;
  if (auto* lost = std::get_if<SessionLost>(&*result)) return Fail(turn, lost->reason);
  const SessionSum& sum = *std::get<SumHandle>(*result);
  JobContext& job = turn.job;
  turn.Emit(SessionFinished{job.round.number, "evaluate",
                            static_cast<uint32_t>(sum.included.size()),
                            Seconds(turn.now.instant - session_started_)});
  job.round.metrics = MetricsFromSums(SumsOf(sum), *job.spec);
  if (job.round.metrics.empty())
    return Fail(turn, "the sites' evaluation rows are none, or their sums are not finite");
  job.round.evaluation->End(job.membership(), "succeeded", turn.out);
  return RoundEvaluated{};
}

Outcome Evaluating::Fail(Turn& turn, const std::string& reason) {
  JobContext& job = turn.job;
  if (job.round.evaluation) job.round.evaluation->End(job.membership(), "failed", turn.out);
  turn.Emit(EvaluationFailed{job.round.number, reason});
  return RoundEvaluated{};
}

}  // namespace hansa::coordinator
