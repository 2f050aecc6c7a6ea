// How a round ends, in success or in a stated failure, and what comes after it.

#include <utility>

#include "common/base/text.h"
#include "coordinator/core/job_machine.h"
#include "coordinator/core/scheduling/stop_rule.h"

namespace hansa::coordinator {

// Its sites are told of the end, and people of its figures.
void JobMachine::TellRoundFinished(Turn& turn) {
  Round& round = context_.round;
  EndTasks(turn, "succeeded");
  round.seconds.total = Seconds(turn.now.instant - round.started);
  CountSent(turn);
  const JobSpec& spec = *context_.spec;
  const bool has_unit = !IsCounting() && !IsClassifier(spec.network);
  turn.Emit(RoundFinished{.round = round.number,
                          .version = IsCounting() ? 0 : context_.base->version,
                          .clients = round.clients,
                          .metrics = round.metrics,
                          .unit = has_unit ? spec.target.unit : "",
                          .seconds = round.seconds,
                          .bytes_up = round.bytes_up,
                          .bytes_down = round.bytes_down,
                          .dropped = round.dropped});
  round_open_ = false;
  failures_in_a_row_ = 0;
}

Outcome JobMachine::AfterRound(Turn& turn) {
  const Round& round = context_.round;
  const JobSpec& spec = *context_.spec;
  if (spec.task == JobTask::kEvaluate) context_.record.set_rounds_done(1);
  TellRoundFinished(turn);
  context_.services.times->NoteRound(spec.name, round.seconds.total - round.seconds.selecting -
                                                    round.seconds.training -
                                                    Seconds(round.longest_upload));
  v1::JobProgress& progress = *context_.record.mutable_progress();
  NoteMetrics(spec.stop, round.metrics, context_.base->version, progress);
  CloseRound(turn);
  if (const auto last = IsLastRound()) return AfterLastRound(turn, last->code, last->reason);
  return StartRound(turn, round.number + 1, 1);
}

std::optional<JobMachine::LastRound> JobMachine::IsLastRound() const {
  const Round& round = context_.round;
  const JobSpec& spec = *context_.spec;
  if (round.number >= spec.rounds) return LastRound{};
  const auto reason = StopReason(spec.stop, round.metrics, context_.record.progress());
  if (!reason) return std::nullopt;
  return LastRound{"stopped", StrCat("stopped after round ", round.number, ": ", *reason)};
}

Outcome JobMachine::AfterLostRound(Turn& turn, const RoundLost& lost) {
  const Round& round = context_.round;
  EndTasks(turn, "failed");
  // Not while its void version was published: its end was told before that.
  if (std::exchange(round_open_, false))
    turn.Emit(RoundFailed{round.number, round.attempt, lost.reason});
  const bool hopeless = lost.spent && !IsRepeatable();
  CountFailure();
  if (failures_in_a_row_ > context_.spec->failures_allowed || hopeless) {
    const std::string times = failures_in_a_row_ <= 1
                                  ? ": "
                                  : StrCat(" ", failures_in_a_row_, " times in a row, at last: ");
    Finish(turn, "failed", "rounds_failed",
           StrCat("round ", round.number, " failed", times, lost.reason));
    return std::nullopt;
  }
  if (lost.spent) return Publish(turn, PublishWork::Kind::kVoid);
  return StartRound(turn, round.number, round.attempt + 1);
}

// An attempt that found sites which have answered before is no failure: the next leaves them out,
// so that there are not more of its kind than sites.
void JobMachine::CountFailure() {
  if (std::exchange(context_.round.refused_again, 0) == 0) ++failures_in_a_row_;
}

void JobMachine::EndTasks(Turn& turn, const std::string& outcome) {
  for (auto* task : {&context_.round.training, &context_.round.evaluation}) {
    if (!*task) continue;
    if (!(*task)->ended()) (*task)->End(context_.membership(), outcome, turn.out);
    // Of its model, too: what a site asks for may cross with the end.
    std::vector<std::string> names = {ToString((*task)->id())};
    if ((*task)->model()) names.push_back(ToString((*task)->model()->sha256));
    for (const std::string& name : names)
      if (!IsLate(name)) past_.push_back(name);
  }
}

}  // namespace hansa::coordinator
