// A statistics task: no model and no trainer. The rows are counted first, since only then it is
// known which data the answer is about.

#include "client/core/task.h"
#include "client/policy/statistics_policy.h"

namespace hansa::client {

void Task::AskForStatistics(Turn& turn) {
  step_ = Step::kData;
  work_ = turn.site.NextWork();
  turn.out.work.emplace_back(CountRows{work_, job_});
}

void Task::OnCounted(Turn& turn, const RowsCounted& result) {
  if (!Awaits(Step::kData, result.work)) return;
  data_ = {.work = result.work,
           .digest = result.digest,
           .train_rows = result.rows,
           .evaluate_rows = result.rows,
           .columns = result.columns};
  statistics_ = result.statistics;
  turn.Emit(TaskCounted{name_, result.rows});
  AskForFacts(turn);
}

void Task::UseStatistics(Turn& turn) {
  const auto refusal =
      CheckStatisticsPolicy(turn.site.options.policy, job_->statistics, statistics_->within);
  if (refusal) return Fail(turn, {refusal->code, refusal->text});
  // Nothing is left to chance in it, so any source does.
  Result<EncodedAnswer> encoded =
      EncodeStatistics(*job_, *std::exchange(statistics_, std::nullopt), *turn.site.options.random);
  if (!encoded.ok()) return Fail(turn, {"answer_invalid", encoded.error().Text()});
  Ready(turn, *std::move(encoded));
}

}  // namespace hansa::client
