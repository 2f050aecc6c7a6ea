// Rounds in which sites count columns rather than train: the only one of a statistics job, and the
// one before the first of a job with normalize = "federated" (its number is 0).

#include "coordinator/aggregation/normalisation_of.h"
#include "coordinator/core/job_machine.h"

namespace hansa::coordinator {

uint64_t JobMachine::FirstRound() const {
  const JobSpec& spec = *context_.spec;
  const bool normalises = spec.task != JobTask::kStatistics && !spec.statistics.columns.empty();
  return normalises && context_.record.normalisation().empty() ? 0 : 1;
}

bool JobMachine::IsCounting() const {
  return context_.spec->task == JobTask::kStatistics || context_.round.number == 0;
}

// After a void version the same sites may train again. Figures of a site's rows are given once:
// from the sum of all and the sum without one follows that one's.
bool JobMachine::IsRepeatable() const {
  return context_.spec->task == JobTask::kTrain && !IsCounting();
}

Outcome JobMachine::AfterCounting(Turn& turn, ColumnsCounted& counted) {
  Round& round = context_.round;
  v1::JobRecord& record = context_.record;
  const bool whole_job = context_.spec->task == JobTask::kStatistics;
  if (!whole_job) {
    auto normalisation = NormalisationOf(counted.statistics);
    if (!normalisation.ok()) return JobLost{"rounds_failed", normalisation.error().Text()};
    auto spec = WithNormalisation(*context_.spec, *normalisation);
    if (!spec.ok()) return JobLost{"rounds_failed", spec.error().Text()};
    context_.spec = std::make_shared<const JobSpec>(*std::move(spec));
    *record.mutable_normalisation() = *std::move(normalisation);
  } else {
    record.set_rounds_done(1);
  }
  *record.mutable_statistics() = std::move(counted.statistics);
  turn.out.persist.push_back(record);

  round.clients = record.statistics().sites();
  turn.Emit(StatisticsGathered{round.number, record.statistics(), record.normalisation()});
  TellRoundFinished(turn);
  if (!whole_job) return StartRound(turn, 1, 1);
  Finish(turn, "succeeded", "", "");
  return std::nullopt;
}

}  // namespace hansa::coordinator
