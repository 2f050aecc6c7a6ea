// An operator pauses a job and lets it go on. What the record says holds over restarts: a paused
// job begins no further round.

#include "coordinator/core/job_machine.h"
#include "coordinator/core/paused.h"
#include "coordinator/core/selecting.h"

namespace hansa::coordinator {

JobMachine::PauseEffect JobMachine::EffectOfPause(bool abandon) const {
  const std::string_view now = phase();
  if (now == "selecting" || now == "paused") return PauseEffect::kAtOnce;
  const bool not_summed = now == "training" || now == "aggregating";
  return abandon && not_summed ? PauseEffect::kGivesRoundUp : PauseEffect::kAfterRound;
}

Outcome JobMachine::Pause(Turn& turn, bool abandon) {
  const PauseEffect effect = EffectOfPause(abandon);
  if (phase() == "paused") return std::nullopt;
  context_.record.set_paused(true);
  turn.out.persist.push_back(context_.record);
  if (effect == PauseEffect::kAfterRound) return std::nullopt;
  const bool may_be_spent = phase() == "aggregating";
  phase_->Cancel(turn);
  LeavePhase(turn);
  if (effect == PauseEffect::kAtOnce) return EnterPaused(turn);
  EndTasks(turn, "cancelled");
  turn.Emit(RoundFailed{context_.round.number, context_.round.attempt, "paused by an operator"});
  round_open_ = false;
  if (may_be_spent) return Publish(turn, PublishWork::Kind::kVoid);
  return StartRound(turn, context_.round.number, context_.round.attempt + 1);
}

Outcome JobMachine::EnterPaused(Turn& turn) {
  context_.services.pool->Withdraw(context_.id);
  CountCost(turn);
  turn.Emit(JobPaused{context_.round.number, context_.round.attempt});
  return Enter(turn, std::make_unique<Paused>());
}

Outcome JobMachine::Continue(Turn& turn) {
  if (!context_.record.paused()) return std::nullopt;
  context_.record.set_paused(false);
  turn.out.persist.push_back(context_.record);
  if (phase() != "paused") return std::nullopt;  // the round under way was to be the last
  turn.Emit(JobContinued{context_.round.number, context_.round.attempt});
  counted_until_ = turn.now.instant;
  context_.round.started = turn.now.instant;
  return Enter(turn, std::make_unique<Selecting>());
}

void JobMachine::CountCost(Turn& turn) {
  CountSent(turn);
  Round& round = context_.round;
  v1::JobProgress& progress = *context_.record.mutable_progress();
  const uint64_t bytes = round.bytes_up + round.bytes_down;
  progress.set_bytes(progress.bytes() + bytes - std::exchange(round.bytes_counted, bytes));
  const Duration ran = turn.now.instant - std::exchange(counted_until_, turn.now.instant);
  if (phase() == "paused") return;
  progress.set_run_ms(progress.run_ms() + static_cast<uint64_t>(ran / milliseconds(1)));
}

void JobMachine::CloseRound(Turn& turn) {
  Round& round = context_.round;
  SitePool& pool = *context_.services.pool;
  pool.ReleaseAll(context_.id, turn.now.instant);
  if (std::exchange(round.closed, true)) return;
  context_.history.RoundOver(round.selected, turn.now.unix_ms);
  v1::JobProgress& progress = *context_.record.mutable_progress();
  progress.set_used_ms(pool.used_ms(context_.id));
  CountCost(turn);
  context_.history.Save(progress);
}

}  // namespace hansa::coordinator
