#include "coordinator/core/secure_session.h"

#include <algorithm>

#include "common/base/check.h"
#include "coordinator/core/left_out.h"
#include "coordinator/core/restored_group.h"
#include "coordinator/core/session_setup.h"

namespace hansa::coordinator {
namespace {

// The rest of a frame is for what is around a session's message.
constexpr uint64_t kLargestInFrame = limits::kFrameBytes - (64 << 10);

// The five windows share what the job allows for the whole session.
PhaseWindows WindowsOf(const SessionPlan& plan, bool fetched) {
  const Duration each = plan.longest / 5;
  return {each, each, fetched ? plan.uploading : each, each, each};
}

// The masked sum that an earlier process stored.
std::optional<crypto::Digest> StoredIn(const SessionSteps& steps) {
  for (const v1::SessionStepRecord& step : steps) {
    const std::string& sha256 = step.survivors().sum_sha256();
    crypto::Digest digest;
    if (sha256.size() != digest.size()) continue;
    std::copy(sha256.begin(), sha256.end(), digest.begin());
    return digest;
  }
  return std::nullopt;
}

std::vector<Candidate> CandidatesOf(const Membership& membership,
                                    const std::vector<SiteId>& sites) {
  std::vector<Candidate> candidates;
  for (const SiteId& site : sites) {
    const Member* member = membership.Find(site);
    HANSA_CHECK(member != nullptr);
    candidates.push_back({site, member->identity_key, member->credential});
  }
  return candidates;
}

std::string TextOf(const std::string& reason, const std::string& left) {
  if (reason == "left") return left.empty() ? "connection lost" : left;
  if (reason == "aborted") return "the site left the session; its own log says why";
  if (reason == "no_answer") return "no answer in time";
  return reason;
}

void KeepSuspects(Turn& turn) {
  turn.job.suspects.Save(turn.job.record);
  turn.out.persist.push_back(turn.job.record);
}

SumHandle SumOf(const SessionPlan& plan, SecAggSucceeded& succeeded) {
  auto sum = std::make_shared<SessionSum>();
  sum->segments = plan.segments;
  sum->ring_bits = plan.ring_bits;
  sum->sum = std::move(succeeded.sum);
  sum->included = std::move(succeeded.included);
  sum->roster_root.assign(succeeded.id.roster.begin(), succeeded.id.roster.end());
  if (succeeded.recorded) sum->recorded.push_back(*succeeded.recorded);
  return sum;
}

}  // namespace

Result<std::unique_ptr<SecureSession>> SecureSession::Make(Turn& turn, SessionPlan plan) {
  const bool fetched = IsFetched(turn, plan);
  ServerOptions options{.setup = MakeSetup(turn, plan),
                        .candidates = CandidatesOf(turn.job.membership(), plan.sites),
                        .windows = WindowsOf(plan, fetched),
                        .inline_bytes = turn.job.services.inline_bytes,
                        .directory = &turn.job.membership().directory()};
  auto session = HANSA_TRY(ServerSession::Create(std::move(options), *turn.job.services.signing_key,
                                                 *turn.job.services.random));
  const Services& services = turn.job.services;
  if (services.transcripts) session->KeepTranscript(services.archives_inputs);
  if (plan.is_prepared) session->Prepare(plan.longest / 5 + plan.fetching);
  return std::unique_ptr<SecureSession>(
      new SecureSession(std::move(plan), std::move(session), fetched, services.inline_bytes));
}

Result<std::unique_ptr<SecureSession>> SecureSession::Restore(Turn& turn, SessionPlan plan,
                                                              const SessionSteps& steps) {
  const bool fetched = IsFetched(turn, plan);
  std::vector<SiteId> ready = std::move(plan.sites);
  plan.sites = HANSA_TRY(SitesOf(steps, turn.job.membership()));
  auto session = HANSA_TRY(ServerSession::Restore(
      steps, CandidatesOf(turn.job.membership(), plan.sites), WindowsOf(plan, fetched),
      turn.now.instant + kRestartPatience, turn.job.services.inline_bytes, turn.job.stored,
      &turn.job.membership().directory()));
  const Services& services = turn.job.services;
  if (services.transcripts) session->KeepTranscript(services.archives_inputs);
  std::unique_ptr<SecureSession> restored(
      new SecureSession(std::move(plan), std::move(session), fetched, services.inline_bytes));
  restored->stored_ = StoredIn(steps);
  restored->ready_ = std::move(ready);
  return restored;
}

SecureSession::SecureSession(SessionPlan plan, std::unique_ptr<ServerSession> session, bool fetched,
                             uint64_t inline_bytes)
    : plan_(std::move(plan)),
      session_(std::move(session)),
      params_hash_(ToString(session_->params_hash())),
      lent_(std::min<uint64_t>(inline_bytes, kLargestInFrame)),
      fetched_(fetched),
      may_record_(!plan_.is_group) {}

SessionResult SecureSession::Open(Turn& turn) {
  SessionResult result = Take(turn, session_->Start(turn.now.instant));
  // It was prepared, and there are sites in its roster that were not ready.
  if (result || ready_.empty()) return result;
  return Take(turn, session_->Bind(ready_, turn.now.instant));
}

bool SecureSession::CanBind(const std::vector<SiteId>& ready) const {
  return plan_.is_prepared && session_->CanBind(ready);
}

// What was said is durable before anything is asked for that only a ready site has.
SessionResult SecureSession::Bind(Turn& turn, const std::vector<SiteId>& ready) {
  plan_.is_prepared = false;
  may_be_replaced_ = true;
  for (v1::SessionStepRecord& step : unbound_steps_) turn.out.persist.push_back(std::move(step));
  unbound_steps_.clear();
  return Take(turn, session_->Bind(ready, turn.now.instant));
}

// A ready site's process that was in the session while it was prepared is gone. In one that opens
// now the site can be; nothing has left anybody. (A group goes on without it.)
bool SecureSession::LostItsPart(const Turn& turn, const SiteMessage& message) const {
  return may_be_replaced_ && !plan_.is_group && message.message.secagg().has_abort() &&
         turn.job.round.training->is_ready(message.site);
}

SessionResult SecureSession::OnMessage(Turn& turn, const SiteMessage& message) {
  if (message.message.has_blob_request()) {
    Serve(turn, message);
    return std::nullopt;
  }
  if (!message.message.has_secagg()) {
    turn.out.faults.push_back({message.site, "out_of_order"});
    return std::nullopt;
  }
  if (LostItsPart(turn, message))
    return Take(turn, session_->Cancel("a ready site is not in it any more", turn.now.instant));
  return Take(turn,
              session_->Handle(message.site, message.message.secagg(),
                               message.payload ? *message.payload : Bytes(), turn.now.instant));
}

SessionResult SecureSession::OnSiteAway(Turn& turn, const SiteId& site) {
  const Instant back_by = turn.job.absences.BackBy(site).value_or(turn.now.instant);
  return Take(turn, session_->SiteAway(site, back_by, turn.now.instant));
}

SessionResult SecureSession::OnSiteBack(Turn& turn, const SiteId& site) {
  return Take(turn, session_->SiteBack(site, turn.now.instant));
}

SessionResult SecureSession::OnSiteLeft(Turn& turn, const SiteId& site, const std::string& reason) {
  return Take(turn, session_->SiteLeft(site, turn.now.instant), reason);
}

SessionResult SecureSession::OnWorkDone(Turn& turn, WorkDone& done) {
  if (adds_.erase(done.ticket) > 0) return Take(turn, session_->AddDone(turn.now.instant));
  if (done.ticket != ticket_) return std::nullopt;
  if (auto* stored = std::get_if<Stored>(&done.result)) {
    stored_ = stored->sum.sha256;
    return Take(turn, session_->StoreDone(std::move(stored->sum), turn.now.instant));
  }
  if (const auto* recorded = std::get_if<RecordedSession>(&done.result))
    return Take(turn, session_->RecordDone(*recorded, turn.now.instant));
  auto* unmasked = std::get_if<secagg::UnmaskResult>(&done.result);
  if (unmasked == nullptr) return std::nullopt;
  return Take(turn, session_->UnmaskDone(std::move(*unmasked), turn.now.instant));
}

SessionResult SecureSession::OnUpload(Turn& turn, UploadDone& done) {
  const auto upload = std::find_if(uploads_.begin(), uploads_.end(),
                                   [&](const auto& entry) { return entry.second == done.ticket; });
  if (upload == uploads_.end()) return std::nullopt;
  const SiteId site = upload->first;
  uploads_.erase(upload);
  if (auto* vector = std::get_if<BlobHandle>(&done.result))
    return Take(turn, session_->Arrived(site, std::move(*vector), turn.now.instant));
  return Take(turn,
              session_->UploadFailed(site, std::get<std::string>(done.result), turn.now.instant));
}

SessionResult SecureSession::OnTime(Turn& turn) {
  return Take(turn, session_->Tick(turn.now.instant));
}

void SecureSession::Abandon(Turn& turn) {
  if (!session_->over()) Take(turn, session_->Cancel("the job was cancelled", turn.now.instant));
}

void SecureSession::Serve(Turn& turn, const SiteMessage& message) const {
  const v1::BlobRequest& request = message.message.blob_request();
  const LentMessages::Lent* lent = lent_.Find(request.sha256());
  const bool asked = std::ranges::binary_search(plan_.sites, message.site);
  const uint64_t size = lent == nullptr ? 0 : lent->bytes->size();
  std::string fault;
  if (!asked)
    fault = "message_not_offered";
  else if (lent == nullptr)
    fault = "late";
  else if (request.bytes() == 0 || request.offset() >= size ||
           request.bytes() > size - request.offset())
    fault = "range_outside";
  if (fault.empty()) {
    turn.out.serves.push_back({message.site, lent->sha256, lent->bytes,
                               bulk::Range{request.offset(), request.bytes()}, false});
    return;
  }
  turn.out.faults.push_back({message.site, fault});
  v1::ToSite none;
  none.mutable_blob()->set_sha256(request.sha256());
  turn.out.sends.push_back({message.site, std::move(none), nullptr});
}

void SecureSession::TakeBulk(Turn& turn, ServerOutput& output) {
  auto& orders = turn.out.uploads;
  for (const SecAggUpload& upload : output.uploads) {
    uint64_t& ticket = uploads_[upload.site_id];
    if (ticket == 0) ticket = ++turn.job.last_ticket;
    orders.emplace_back(ExpectUpload{turn.job.id, ticket, upload.site_id, params_hash_,
                                     upload.sha256, upload.bytes, turn.job.round.number});
  }
  for (const std::string& site : output.forgotten) {
    const auto upload = uploads_.find(site);
    if (upload == uploads_.end()) continue;
    orders.emplace_back(ForgetUpload{turn.job.id, upload->second});
    uploads_.erase(upload);
  }
  for (AddWork& add : output.adds) adds_.insert(turn.Ask(std::move(add)));
  for (KeepWork& keep : output.keeps) adds_.insert(turn.Ask(std::move(keep)));
  if (output.store) ticket_ = turn.Ask(std::move(*output.store));
  // U2 and its sum are durable with this step. What is to be archived stays for the transcript.
  const bool archives = turn.job.services.archives_inputs;
  if (fetched_ && !archives && output.opened == ServerStep::kAlive)
    orders.emplace_back(CloseUploads{params_hash_});
}

// What was told of the session's end is durable with this step.
void SecureSession::ForgetBulk(Turn& turn) {
  if (!fetched_ && !turn.job.services.archives_inputs) return;
  turn.out.uploads.emplace_back(CloseUploads{params_hash_});
  if (stored_) turn.out.uploads.emplace_back(ForgetVector{*stored_});
  stored_.reset();
}

void SecureSession::TellDrops(Turn& turn, const ServerOutput& output, const std::string& left) {
  if (plan_.is_prepared) return;
  if (output.opened && *output.opened > ServerStep::kShares) may_be_replaced_ = false;
  for (const SecAggDrop& drop : output.dropped) {
    if (drop.reason == "not_ready") continue;  // the task has told of them
    untold_.push_back(
        {.site = drop.site_id,
         .step = std::string(Name(drop.step)),
         .reason =
             TextOf(drop.reason, left.empty() ? turn.job.absences.ReasonOf(drop.site_id) : left)});
  }
  if (may_be_replaced_) return;
  for (ClientDropped& drop : std::exchange(untold_, {}))
    turn.Drop(drop.site, std::move(drop.step), std::move(drop.reason));
}

SessionResult SecureSession::Take(Turn& turn, ServerOutput output, const std::string& left) {
  for (v1::SessionStepRecord& step : output.steps) {
    step.set_job_id(turn.job.id);
    if (plan_.is_prepared)
      unbound_steps_.push_back(std::move(step));
    else
      turn.out.persist.push_back(std::move(step));
  }
  if (output.opened) lent_.Clear();
  for (SecAggSend& send : output.sends) {
    v1::ToSite message;
    *message.mutable_secagg() = lent_.Announce(params_hash_, send.message);
    turn.out.sends.push_back({std::move(send.site_id), std::move(message), nullptr});
  }
  TellDrops(turn, output, left);
  for (SecAggFault& fault : output.faults)
    turn.out.faults.push_back({std::move(fault.site_id), std::move(fault.name)});
  for (SecAggDiscard& discard : output.discarded)
    turn.out.faults.push_back({std::move(discard.site_id), std::move(discard.name)});
  for (const SecAggConviction& conviction : output.convicted)
    LeaveOut(turn, conviction, session_->session_number());
  TakeBulk(turn, output);
  if (output.work) ticket_ = turn.Ask(std::move(*output.work));
  if (output.record) {
    record_ = std::move(output.record);
    AskForTranscript(turn);
  }
  if (!output.outcome) return std::nullopt;
  ForgetBulk(turn);
  if (auto* failed = std::get_if<SecAggFailed>(&*output.outcome)) {
    if (turn.job.suspects.OutOfRange(failed->suspects)) KeepSuspects(turn);
    return SessionLost{std::move(failed->reason), failed->updates_may_be_spent};
  }
  auto& succeeded = std::get<SecAggSucceeded>(*output.outcome);
  if (turn.job.suspects.InRange(succeeded.included)) KeepSuspects(turn);
  if (succeeded.recorded) {  // the chain goes on from it
    turn.job.record.set_transcript(ToString(succeeded.recorded->digest));
    turn.job.record.set_transcript_session(succeeded.recorded->session_number);
    turn.out.persist.push_back(turn.job.record);
  }
  return SumOf(plan_, succeeded);
}

void SecureSession::MayRecord(Turn& turn) {
  may_record_ = true;
  AskForTranscript(turn);
}

// The chain goes on from whatever is its newest when this one's turn comes.
void SecureSession::AskForTranscript(Turn& turn) {
  if (!may_record_ || !record_) return;
  record_->previous = turn.job.transcript();
  record_->archives = turn.job.services.archives_inputs;
  record_->measured = plan_.purpose != v1::SESSION_PURPOSE_TRAIN;
  ticket_ = turn.Ask(*std::exchange(record_, std::nullopt));
}

}  // namespace hansa::coordinator
