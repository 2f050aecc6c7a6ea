#include "coordinator/core/plain_session.h"

#include <algorithm>

#include "common/base/planted_bug.h"
#include "common/base/text.h"
#include "common/crypto/contexts.h"
#include "common/secagg/params.h"
#include "common/wire/session_params.h"
#include "coordinator/core/session_setup.h"

namespace hansa::coordinator {
namespace {

constexpr std::string_view kStep = "plain_input";

Duration LongestOf(const SessionPlan& plan, bool fetched) {
  return plan.longest + (fetched ? plan.uploading : Duration{});
}

}  // namespace

Result<std::unique_ptr<SumSession>> PlainSession::Make(Turn& turn, SessionPlan plan) {
  secagg::SessionSetup setup = MakeSetup(turn, plan);
  turn.job.services.random->Fill(setup.nonce);
  HANSA_TRY(secagg::CheckSetup(setup));
  v1::Signed params;
  const Bytes payload = wire::SerializeParams(setup);
  params.set_payload(ToString(payload));
  params.set_signature(
      ToString(turn.job.services.signing_key->Sign(crypto::context::kSessionParams, payload)));
  const bool fetched = IsFetched(turn, plan);
  const Instant deadline = turn.now.instant + LongestOf(plan, fetched);
  return std::unique_ptr<SumSession>(new PlainSession(std::move(plan), std::move(params),
                                                      setup.smallest_cohort, deadline, fetched));
}

PlainSession::PlainSession(SessionPlan plan, v1::Signed params, uint32_t quorum, Instant deadline,
                           bool fetched)
    : plan_(std::move(plan)),
      params_(std::move(params)),
      params_hash_(ToString(crypto::Sha256(AsSpan(params_.payload())))),
      quorum_(quorum),
      deadline_(deadline),
      wake_(deadline),
      pending_(plan_.sites.begin(), plan_.sites.end()),
      sum_(plan_.ring_bits, fetched ? 0 : secagg::ElementsOf(plan_.segments)) {
  if (!fetched) return;
  running_ = std::make_shared<RunningSum>();
  running_->ring_bits = plan_.ring_bits;
  running_->elements = secagg::ElementsOf(plan_.segments);
}

Result<std::unique_ptr<SumSession>> PlainSession::Restore(Turn& turn, SessionPlan plan,
                                                          const SessionSteps& steps) {
  if (steps.size() != 1 || !steps.front().has_opened())
    return BadInput("the session under way cannot be taken up again",
                    StrCat(steps.size(), " steps of it were kept, not 1"));
  const v1::Signed& params = steps.front().opened().params();
  const auto checked = HANSA_TRY(wire::CheckParams(AsSpan(params.payload())));
  const bool fetched = IsFetched(turn, plan);
  const Instant deadline = turn.now.instant + LongestOf(plan, fetched) + kRestartPatience;
  std::unique_ptr<PlainSession> session(
      new PlainSession(std::move(plan), params, checked.setup.smallest_cohort, deadline, fetched));
  session->restored_ = true;
  return std::unique_ptr<SumSession>(std::move(session));
}

SessionResult PlainSession::Open(Turn& turn) {
  if (!restored_) {
    v1::SessionStepRecord step;
    step.set_job_id(turn.job.id);
    step.set_params_hash(params_hash_);
    *step.mutable_opened()->mutable_params() = params_;
    for (const SiteId& site : plan_.sites) step.mutable_opened()->add_sites(site);
    turn.out.persist.push_back(std::move(step));
  }
  for (const SiteId& site : plan_.sites)
    if (!turn.job.absences.Has(site)) Ask(turn, site);
  return Look(turn);
}

void PlainSession::Ask(Turn& turn, const SiteId& site) const {
  v1::ToSite message;
  message.mutable_plain_request()->set_task_id(ToString(plan_.task_id));
  *message.mutable_plain_request()->mutable_params() = params_;
  turn.out.sends.push_back({site, std::move(message), nullptr});
}

SessionResult PlainSession::OnSiteAway(Turn& turn, const SiteId&) { return Look(turn); }

SessionResult PlainSession::OnSiteBack(Turn& turn, const SiteId& site) {
  if (pending_.contains(site)) Ask(turn, site);
  return Look(turn);
}

bool PlainSession::SomeonePresentIsAsked(const Turn& turn) const {
  return std::any_of(pending_.begin(), pending_.end(),
                     [&](const SiteId& site) { return !turn.job.absences.Has(site); });
}

std::string PlainSession::Take(Turn& turn, const SiteMessage& message) {
  if (!message.message.has_plain_input()) return "out_of_order";
  const v1::PlainInput& input = message.message.plain_input();
  if (input.params_hash() != params_hash_ && !Planted(PlantedBug::kStaleSession))
    return "unknown_session";
  if (Planted(PlantedBug::kDoubleCount) && included_.contains(message.site)) sum_.Add(sum_);
  if (included_.contains(message.site)) return "repeated_input";
  if (!pending_.contains(message.site)) return "not_in_session";
  if (running_) return Announced(turn, message.site, input);
  if (!message.payload || message.payload->size() != sum_.byte_size()) return "wrong_length";
  sum_.AddBytes(*message.payload);
  pending_.erase(message.site);
  included_.insert(message.site);
  return "";
}

// A site that says it again, on another connection, is asked to go on.
std::string PlainSession::Announced(Turn& turn, const SiteId& site, const v1::PlainInput& input) {
  if (input.size() != running_->elements * running_->ring_bits / 8) return "wrong_length";
  Upload upload;
  std::copy(input.sha256().begin(), input.sha256().end(), upload.sha256.begin());
  const auto known = uploads_.find(site);
  if (known != uploads_.end() && known->second.sha256 != upload.sha256) return "second_message";
  upload.ticket = known == uploads_.end() ? ++turn.job.last_ticket : known->second.ticket;
  uploads_[site] = upload;
  turn.out.uploads.emplace_back(ExpectUpload{turn.job.id, upload.ticket, site, params_hash_,
                                             upload.sha256, input.size(), turn.job.round.number});
  return "";
}

SessionResult PlainSession::OnMessage(Turn& turn, const SiteMessage& message) {
  const std::string fault = Take(turn, message);
  if (!fault.empty()) turn.out.faults.push_back({message.site, fault});
  if (fault == "wrong_length" && pending_.contains(message.site))
    Lose(turn, message.site, "its vector has the wrong length");
  return Look(turn);
}

SessionResult PlainSession::OnUpload(Turn& turn, UploadDone& done) {
  const auto found = std::find_if(uploads_.begin(), uploads_.end(), [&](const auto& entry) {
    return entry.second.ticket == done.ticket;
  });
  if (found == uploads_.end()) return std::nullopt;
  const SiteId site = found->first;
  if (const auto* fault = std::get_if<std::string>(&done.result)) {
    turn.out.faults.push_back({site, *fault});
    Lose(turn, site, *fault);
    return Look(turn);
  }
  uploads_.erase(found);
  adds_.insert(turn.Ask(AddWork{running_, std::move(std::get<BlobHandle>(done.result))}));
  pending_.erase(site);
  included_.insert(site);
  return Look(turn);
}

SessionResult PlainSession::OnWorkDone(Turn& turn, WorkDone& done) {
  if (adds_.erase(done.ticket) > 0) return Look(turn);
  auto* stored = std::get_if<Stored>(&done.result);
  if (done.ticket != store_ || stored == nullptr) return std::nullopt;
  ForgetBulk(turn);
  return Summed(std::move(stored->sum));
}

// Out of the session, with what is under way of its vector.
void PlainSession::Lose(Turn& turn, const SiteId& site, const std::string& reason) {
  if (const auto upload = uploads_.find(site); upload != uploads_.end()) {
    turn.out.uploads.emplace_back(ForgetUpload{turn.job.id, upload->second.ticket});
    uploads_.erase(upload);
  }
  if (pending_.erase(site) > 0) turn.Drop(site, std::string(kStep), reason);
}

SessionResult PlainSession::OnSiteLeft(Turn& turn, const SiteId& site, const std::string& reason) {
  Lose(turn, site, reason);
  return Look(turn);
}

SessionResult PlainSession::OnTime(Turn& turn) {
  if (turn.now.instant < deadline_) return Look(turn);
  const double longest = Seconds(LongestOf(plan_, running_ != nullptr));
  for (const SiteId& site : std::set<SiteId>(pending_))
    Lose(turn, site,
         turn.job.absences.Has(site) ? turn.job.absences.ReasonOf(site)
                                     : StrCat("no input within ", longest, " s"));
  return Look(turn);
}

SessionResult PlainSession::Look(Turn& turn) {
  // Nobody is waited for while the last vectors are added and the sum is stored.
  wake_ = pending_.empty() ? turn.now.instant + LongestOf(plan_, true) : deadline_;
  if (!SomeonePresentIsAsked(turn)) {
    for (const SiteId& site : std::set<SiteId>(pending_)) {
      const Instant back_by = *turn.job.absences.BackBy(site);
      if (turn.now.instant < back_by) {
        wake_ = std::min(wake_, back_by);
        continue;
      }
      Lose(turn, site, turn.job.absences.ReasonOf(site));
    }
  }
  const size_t left = included_.size() + pending_.size();
  if (left + (Planted(PlantedBug::kQuorumOffByOne) ? 1 : 0) < quorum_) {
    ForgetBulk(turn);
    return SessionLost{StrCat(left, " of the ", quorum_, " sites needed are left"), true};
  }
  if (!pending_.empty() || !adds_.empty() || store_ != 0) return std::nullopt;
  return Close(turn);
}

SessionResult PlainSession::Close(Turn& turn) {
  if (running_) {
    store_ = turn.Ask(StoreWork{running_});
    return std::nullopt;
  }
  const ByteSpan sum = sum_.bytes();
  return Summed({MakeBlob(Bytes(sum.begin(), sum.end())), crypto::Sha256(sum)});
}

SessionResult PlainSession::Summed(secagg::WrittenVector vector) const {
  auto sum = std::make_shared<SessionSum>();
  sum->segments = plan_.segments;
  sum->ring_bits = plan_.ring_bits;
  sum->sum = std::move(vector);
  sum->included.assign(included_.begin(), included_.end());
  return SumHandle(std::move(sum));
}

// Durable with this step: the sum's record, or that there is none.
void PlainSession::ForgetBulk(Turn& turn) {
  if (running_) turn.out.uploads.emplace_back(CloseUploads{params_hash_});
}

}  // namespace hansa::coordinator
