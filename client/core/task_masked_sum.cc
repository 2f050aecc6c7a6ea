// A task and its masked sum: which sessions it opens, when one takes another's place, and what is
// left of the answer afterwards.

#include <algorithm>

#include "client/core/task.h"
#include "common/job/task_segments.h"

namespace hansa::client {

void Task::OnSecAgg(Turn& turn, const v1::SecAggToSite& message) {
  if (message.has_params() && Prepares() && step_ < Step::kWork) {
    early_params_ = message.params();  // the newest session before this one is not known yet
    return;
  }
  if (message.has_params() && MayOpen(message.params())) return OpenSession(turn, message.params());
  if (session_ != nullptr) {
    // The coordinator has what it needs of everybody's keys: from here on it counts its windows.
    if (message.has_delivery()) deadline_ = std::max(deadline_, turn.now.instant + SessionWindow());
    return Follow(turn, session_->Take(turn, message));
  }
  if (message.has_end()) return ForgetEarly(message.end());
  // The process that was in this session is gone: the coordinator needs not wait.
  *turn.Send().mutable_secagg() = AbortOf(message);
}

void Task::ForgetEarly(const v1::SessionEnd& end) {
  if (early_params_ &&
      AsView(crypto::Sha256(AsSpan(early_params_->payload()))) == end.params_hash())
    early_params_.reset();
}

// A session is open to a site that is ready, or at work on an update; and to one that is in a
// session already, as long as its answer is its own.
bool Task::MayOpen(const v1::Signed& params) const {
  if (session_ != nullptr && session_->IsOf(params)) return false;
  if (step_ == Step::kWork || step_ == Step::kEncode) return Prepares();
  return (step_ == Step::kReady || step_ == Step::kSession) && answer_.has_value();
}

// What the update will be like, for the checks of a session that is prepared.
Result<EncodedAnswer> Task::AnswerToCome() const {
  return EncodedAnswer{
      .segments = HANSA_TRY(TrainSegments(*job_, model_->weights->size() / sizeof(float))),
      .ring_bits = job_->ring_bits,
      .vector = {}};
}

void Task::OnMessageFetched(Turn& turn, const MessageFetched& result) {
  if (session_ != nullptr) Follow(turn, session_->Fetched(turn, result));
}

// A newer session takes the place of one that the coordinator gave up; with it go the secrets of
// that one. A session that is refused changes nothing, and leaves the answer unspent.
void Task::OpenSession(Turn& turn, const v1::Signed& params) {
  Result<EncodedAnswer> answer = answer_ ? Result<EncodedAnswer>(*answer_) : AnswerToCome();
  if (!answer.ok()) return;
  auto session = TaskSession::Open(turn, params, Facts(), *std::move(answer));
  if (session == nullptr) return;
  if (session_ != nullptr) session_->Forget(turn, "a newer session takes its place");
  session_ = std::move(session);
  if (!answer_) return;
  step_ = Step::kSession;
  deadline_ = std::max(ready_by_, turn.now.instant) + SessionWindow();
}

void Task::OnMasked(Turn& turn, InputMasked result) {
  if (session_ != nullptr) Follow(turn, session_->Masked(turn, std::move(result)));
}

void Task::Follow(Turn& turn, TaskSession::Outcome outcome) {
  if (outcome.spent) answer_.reset();
  if (outcome.upload) upload_ = std::move(outcome.upload);
  if (!outcome.ended) return;
  ForgetUpload(turn);
  session_.reset();
  if (step_ != Step::kSession) return;  // one that was prepared: the work goes on
  step_ = answer_.has_value() ? Step::kReady : Step::kOver;
  deadline_ = std::max(ready_by_, turn.now.instant) + SessionWindow();
}

}  // namespace hansa::client
