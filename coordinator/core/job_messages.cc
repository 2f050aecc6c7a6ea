// Who comes and goes, and what sites say: to the phase under way, or answered here.

#include <algorithm>

#include "common/base/limits.h"
#include "common/base/planted_bug.h"
#include "common/base/text.h"
#include "coordinator/core/job_machine.h"
#include "coordinator/core/publishing.h"
#include "coordinator/core/session_name.h"

namespace hansa::coordinator {

Outcome JobMachine::Join(Turn& turn, const SiteJoined& joined) {
  context_.candidates.OfferTo(joined.site, *context_.services.random, turn.now.instant, turn.out);
  return phase_->OnCandidatesChanged(turn);
}

Outcome JobMachine::Leave(Turn& turn, const SiteLeft& left) {
  const bool able = context_.candidates.IsAble(left.site);
  context_.round.links.Lost(left.site);
  context_.candidates.Forget(left.site);
  Outcome outcome;
  if (left.for_good) {
    context_.absences.Back(left.site);
    outcome = phase_->OnSiteLeft(turn, left.site, left.reason);
  } else if (able) {
    context_.absences.Left(left.site, turn.now.instant + phase_->patience(), left.reason);
    outcome = phase_->OnSiteAway(turn, left.site);
  }
  return outcome ? std::move(outcome) : phase_->OnCandidatesChanged(turn);
}

Outcome JobMachine::Take(Turn& turn, const SiteMessage& message) {
  const v1::ToCoordinator& body = message.message;
  if (body.has_job_answer()) return TakeAnswer(turn, message);
  if (body.has_blob_request() && body.blob_request().session().empty()) {
    SendModel(turn, message);
    return std::nullopt;
  }
  const std::string session = SessionOf(body);
  // One that was prepared in the phase before may be this one's.
  const bool is_current = phase_->session() != nullptr && phase_->session()->Has(session);
  if (!Planted(PlantedBug::kStaleSession) && !is_current &&
      (IsLate(TaskOf(body)) || IsLate(session))) {
    turn.out.faults.push_back({message.site, "late"});
    return std::nullopt;
  }
  return phase_->OnMessage(turn, message);
}

Outcome JobMachine::TakeAnswer(Turn& turn, const SiteMessage& message) {
  const std::string fault =
      context_.candidates.Take(message.site, message.message.job_answer(), turn.now.instant);
  if (!fault.empty()) {
    turn.out.faults.push_back({message.site, fault});
    return std::nullopt;
  }
  const bool was_away = context_.absences.Has(message.site);
  context_.absences.Back(message.site);
  Outcome outcome;
  if (context_.candidates.IsAble(message.site)) {
    declined_.erase(message.site);
    if (context_.base)
      turn.out.sends.push_back({message.site, Announcement(*context_.base), nullptr});
    if (was_away) outcome = phase_->OnSiteBack(turn, message.site);
  } else {
    std::vector<std::string> reasons = context_.candidates.ReasonsOf(message.site);
    if (was_away) outcome = phase_->OnSiteLeft(turn, message.site, "declined: " + reasons.front());
    if (declined_[message.site] != reasons)
      turn.Emit(SiteDeclined{context_.NameOf(message.site), reasons});
    declined_[message.site] = std::move(reasons);
  }
  return outcome ? std::move(outcome) : phase_->OnCandidatesChanged(turn);
}

void JobMachine::NoteFetch(Turn& turn, const SiteId& site, const v1::BlobRequest& request,
                           uint64_t size) {
  if (size <= limits::kFrameBytes || request.bytes() == 0) return;
  const auto fetch =
      context_.round.links.Asked(site, {request.offset(), request.bytes()}, size, turn.now.instant);
  if (fetch) context_.services.times->NoteDown(site, fetch->bytes_per_second);
}

// Vectors that are fetched: between the order and the last of their bytes.
void JobMachine::NoteUploads(Turn& turn, const JobInput& input) {
  Round& round = context_.round;
  if (const auto* done = std::get_if<UploadDone>(&input)) {
    const auto upload = round.links.Arrived(done->ticket, turn.now.instant);
    if (!upload || !std::holds_alternative<BlobHandle>(done->result)) return;
    context_.services.times->NoteUp(upload->site, upload->bytes_per_second);
    if (phase() == "aggregating")
      round.longest_upload = std::max(round.longest_upload, upload->took);
  }
}

void JobMachine::NoteExpected(Turn& turn) {
  for (const UploadOrder& order : turn.out.uploads)
    if (const auto* expected = std::get_if<ExpectUpload>(&order))
      context_.round.links.Expected(expected->ticket, expected->site, expected->bytes,
                                    turn.now.instant);
}

void JobMachine::SendModel(Turn& turn, const SiteMessage& message) {
  const v1::BlobRequest& request = message.message.blob_request();
  const std::string& wanted = request.sha256();
  std::string fault = IsLate(wanted) ? "late" : "model_not_offered";
  for (auto* task : {&context_.round.evaluation, &context_.round.training}) {
    if (!*task || !(*task)->model() || !(*task)->Lends(wanted)) continue;
    fault = (*task)->SendModel(message.site, request, turn.out);
    if (!fault.empty()) continue;
    NoteFetch(turn, message.site, request, (*task)->model()->file->size());
    if ((*task)->downloads().Note(message.site, request.offset(), turn.now.instant))
      turn.Emit(TransferUnderWay{.round = context_.round.number,
                                 .site = context_.NameOf(message.site),
                                 .bytes = request.offset(),
                                 .size = turn.out.serves.back().blob->size()});
    return;
  }
  turn.out.faults.push_back({message.site, fault});
  v1::ToSite none;
  none.mutable_blob()->set_sha256(wanted);
  turn.out.sends.push_back({message.site, std::move(none), nullptr});
}

bool JobMachine::IsLate(const std::string& name) const {
  return !name.empty() && std::find(past_.begin(), past_.end(), name) != past_.end();
}

// Two jobs may have the same file, so its name alone does not tell whose request it is.
bool JobMachine::Lends(const SiteMessage& message) const {
  if (!message.message.has_blob_request() || !message.message.blob_request().session().empty())
    return false;
  for (const auto* own : {&context_.round.training, &context_.round.evaluation})
    if (*own && (*own)->Lends(message.message.blob_request().sha256()) && (*own)->Has(message.site))
      return true;
  return false;
}

bool JobMachine::Claims(const v1::ToCoordinator& message) const {
  if (message.has_job_answer()) return context_.candidates.Knows(message.job_answer().offer_id());
  if (message.has_blob_request() && message.blob_request().session().empty())
    return IsLate(message.blob_request().sha256()) ||
           (context_.base && message.blob_request().sha256() == ToString(context_.base->sha256));
  const std::string session = SessionOf(message);
  if (!session.empty())
    return IsLate(session) || (phase_ && phase_->session() && phase_->session()->Has(session));
  const std::string task = TaskOf(message);
  if (task.empty()) return false;
  for (const auto* own : {&context_.round.training, &context_.round.evaluation})
    if (*own && ToString((*own)->id()) == task) return true;
  return IsLate(task);
}

}  // namespace hansa::coordinator
