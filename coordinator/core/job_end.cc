// The end of a job: kept, and told to its sites and to people.

#include "common/base/check.h"
#include "common/model/model_files.h"
#include "coordinator/core/job_machine.h"

namespace hansa::coordinator {
namespace {

FinalModel FinalModelOf(const ModelVersion& model) {
  const Result<Bytes> signature = SignatureIn(AsView(model.manifest_sig));
  HANSA_CHECK(signature.ok());  // we wrote it, or the store verified it
  return {model.name, model.version, Hex(model.sha256), model.path, Hex(*signature)};
}

// Not the reason itself: it may name other sites, or this machine's files.
std::string ToldToSites(const std::string& code) {
  if (code == "stopped" || code == "no_threshold") return "";
  if (code == "too_few_sites") return "too few sites can take part";
  if (code == "rounds_failed") return "too many rounds in a row have failed";
  if (code == "work_failed") return "the coordinator could not go on";
  return code == "cancelled" ? "cancelled by an operator" : "";
}

}  // namespace

void JobMachine::Finish(Turn& turn, const std::string& state, const std::string& code,
                        const std::string& reason) {
  if (round_open_) turn.Emit(RoundFailed{context_.round.number, context_.round.attempt, reason});
  round_open_ = false;
  CloseRound(turn);
  context_.services.pool->RemoveJob(context_.id, turn.now.instant);
  v1::JobRecord& record = context_.record;
  record.set_paused(false);
  record.set_state(state);
  record.set_reason(reason);
  record.set_ended_unix_ms(turn.now.unix_ms);
  turn.out.persist.push_back(record);
  for (const SiteId& site : context_.candidates.Answered()) {
    v1::ToSite message;
    message.mutable_job_ended()->set_job_digest(ToString(context_.spec->digest));
    message.mutable_job_ended()->set_succeeded(state == "succeeded");
    message.mutable_job_ended()->set_reason(ToldToSites(code));
    turn.out.sends.push_back({site, std::move(message), nullptr});
  }
  JobFinished finished{.job_id = record.job_id(),
                       .state = state,
                       .code = code,
                       .reason = reason,
                       .rounds_done = record.rounds_done(),
                       .version = record.model_version(),
                       .seconds = Seconds(turn.now.instant - job_started_)};
  const v1::JobProgress& progress = record.progress();
  finished.best = {progress.metric(), progress.best_value(), progress.best_version()};
  const bool own = context_.spec->task == JobTask::kTrain || made_threshold_;
  if (context_.base && own && record.rounds_done() > 0)
    finished.model = FinalModelOf(*context_.base);
  turn.Emit(std::move(finished));
  if (phase_ != nullptr) NoteSessionsPast();
  phase_.reset();
}

}  // namespace hansa::coordinator
