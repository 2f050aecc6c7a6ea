// A version that could not be measured, of a job that ends with a threshold: its measuring is tried
// again, within the same round, as often as a round may fail. Not when figures may have left a
// site: the sum of some sites and the sum of others would tell what lies between (rule 9).

#include <algorithm>

#include "coordinator/core/evaluating.h"
#include "coordinator/core/job_machine.h"
#include "coordinator/core/selecting.h"

namespace hansa::coordinator {

Outcome JobMachine::AfterUnmeasured(Turn& turn, const RoundUnmeasured& lost) {
  Round& round = context_.round;
  const JobSpec& spec = *context_.spec;
  round.unmeasured = lost.reason;
  if (lost.spent || !spec.anomaly_quantile) return AfterRound(turn);
  CountCost(turn);
  if (!IsLastRound()) return AfterRound(turn);
  CountFailure();
  if (failures_in_a_row_ > spec.failures_allowed) return AfterRound(turn);
  ++round.attempt;
  resumes_ = 0;
  context_.services.pool->ReleaseAll(context_.id, turn.now.instant);
  if (context_.record.paused()) return EnterPaused(turn);
  return Enter(turn, std::make_unique<Selecting>());
}

Outcome JobMachine::MeasureAgain(Turn& turn, const SitesSelected& selected) {
  std::vector<SiteId>& all = context_.round.selected;
  all.insert(all.end(), selected.sites.begin(), selected.sites.end());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return Enter(turn, std::make_unique<Evaluating>());
}

}  // namespace hansa::coordinator
