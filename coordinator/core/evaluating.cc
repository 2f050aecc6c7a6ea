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
  const std::map<std::string, std::vector<double>*> counts = {
      {"confusion", &out.confusion}, {"scores", &out.scores}, {"errors", &out.errors}};
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

Measuring::Question Evaluating::Ask(const JobContext& job) const {
  return {.kind = v1::TASK_KIND_EVALUATE,
          .purpose = v1::SESSION_PURPOSE_EVALUATE,
          .purpose_name = "evaluate",
          .model = job.base,
          .window = job.spec->evaluating + TimeToFetch(job),
          .ring_bits = kEvaluationRingBits};
}

// Those that are able; then, up to the target, those of the round that are expected back.
std::vector<SiteId> Evaluating::Choose(Turn& turn) const {
  JobContext& job = turn.job;
  const size_t target = job.spec->clients_target;
  SitePool& pool = *job.services.pool;
  const UsableSites usable = UsableSitesOf(job, turn.now, job.round.selected);
  crypto::SeededRandom random = SelectionRandom(job, "evaluate");
  std::vector<SiteId> sites =
      DrawUniform(pool.Available(job.id, usable.sites, turn.now.instant), target, random);
  for (const SiteId& site : job.round.selected)
    if (sites.size() < target && !job.answered_before.contains(site) &&
        !job.candidates.IsLeftOut(site) && !pool.IsOfAnother(job.id, site) &&
        job.absences.IsExpected(site, turn.now.instant))
      sites.push_back(site);
  std::sort(sites.begin(), sites.end());
  pool.Lease(job.id, sites, turn.now.instant);
  return sites;
}

Result<std::vector<secagg::Segment>> Evaluating::Segments(const JobSpec& spec) const {
  return EvaluateSegments(spec);
}

Outcome Evaluating::Take(Turn& turn, const SumHandle& sum) {
  JobContext& job = turn.job;
  job.round.metrics = MetricsFromSums(SumsOf(*sum), *job.spec);
  if (job.round.metrics.empty())
    return Lose(turn, "the sites' evaluation rows are none, or their sums are not finite", true);
  EndTask(turn, "succeeded");
  return RoundEvaluated{};
}

Outcome Evaluating::Lose(Turn& turn, const std::string& reason, bool spent) {
  EndTask(turn, "failed");
  turn.Emit(EvaluationFailed{turn.job.round.number, reason});
  return RoundUnmeasured{reason, spent};
}

}  // namespace hansa::coordinator
