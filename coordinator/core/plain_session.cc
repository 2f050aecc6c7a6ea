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
  const Instant deadline = turn.now.instant + plan.longest;
  return std::unique_ptr<SumSession>(
      new PlainSession(std::move(plan), std::move(params), setup.smallest_cohort, deadline));
}

PlainSession::PlainSession(SessionPlan plan, v1::Signed params, uint32_t quorum, Instant deadline)
    : plan_(std::move(plan)),
      params_(std::move(params)),
      params_hash_(ToString(crypto::Sha256(AsSpan(params_.payload())))),
      quorum_(quorum),
      deadline_(deadline),
      wake_(deadline),
      pending_(plan_.sites.begin(), plan_.sites.end()),
      sum_(plan_.ring_bits, secagg::ElementsOf(plan_.segments)) {}

Result<std::unique_ptr<SumSession>> PlainSession::Restore(Turn& turn, SessionPlan plan,
                                                          const SessionSteps& steps) {
  if (steps.size() != 1 || !steps.front().has_opened())
    return BadInput("the session under way cannot be taken up again",
                    StrCat(steps.size(), " steps of it were kept, not 1"));
  const v1::Signed& params = steps.front().opened().params();
  const auto checked = HANSA_TRY(wire::CheckParams(AsSpan(params.payload())));
  const Instant deadline = turn.now.instant + plan.longest + kRestartPatience;
  std::unique_ptr<PlainSession> session(
      new PlainSession(std::move(plan), params, checked.setup.smallest_cohort, deadline));
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

std::string PlainSession::Take(const SiteMessage& message) {
  if (!message.message.has_plain_input()) return "out_of_order";
  if (message.message.plain_input().params_hash() != params_hash_ &&
      !Planted(PlantedBug::kStaleSession))
    return "unknown_session";
  if (Planted(PlantedBug::kDoubleCount) && included_.contains(message.site)) sum_.Add(sum_);
  if (included_.contains(message.site)) return "repeated_input";
  if (!pending_.contains(message.site)) return "not_in_session";
  if (!message.payload || message.payload->size() != sum_.byte_size()) return "wrong_length";
  sum_.AddBytes(*message.payload);
  pending_.erase(message.site);
  included_.insert(message.site);
  return "";
}

SessionResult PlainSession::OnMessage(Turn& turn, const SiteMessage& message) {
  const std::string fault = Take(message);
  if (!fault.empty()) turn.out.faults.push_back({message.site, fault});
  if (fault == "wrong_length" && pending_.erase(message.site) > 0)
    turn.Drop(message.site, std::string(kStep), "its vector has the wrong length");
  return Look(turn);
}

SessionResult PlainSession::OnSiteLeft(Turn& turn, const SiteId& site, const std::string& reason) {
  if (pending_.erase(site) > 0) turn.Drop(site, std::string(kStep), reason);
  return Look(turn);
}

SessionResult PlainSession::OnTime(Turn& turn) {
  if (turn.now.instant < deadline_) return Look(turn);
  for (const SiteId& site : pending_)
    turn.Drop(site, std::string(kStep),
              turn.job.absences.Has(site)
                  ? turn.job.absences.ReasonOf(site)
                  : StrCat("no input within ", Seconds(plan_.longest), " s"));
  pending_.clear();
  return Look(turn);
}

SessionResult PlainSession::Look(Turn& turn) {
  wake_ = deadline_;
  if (!SomeonePresentIsAsked(turn)) {
    for (const SiteId& site : std::set<SiteId>(pending_)) {
      const Instant back_by = *turn.job.absences.BackBy(site);
      if (turn.now.instant < back_by) {
        wake_ = std::min(wake_, back_by);
        continue;
      }
      pending_.erase(site);
      turn.Drop(site, std::string(kStep), turn.job.absences.ReasonOf(site));
    }
  }
  const size_t left = included_.size() + pending_.size();
  if (left + (Planted(PlantedBug::kQuorumOffByOne) ? 1 : 0) < quorum_)
    return SessionLost{StrCat(left, " of the ", quorum_, " sites needed are left"), true};
  if (!pending_.empty()) return std::nullopt;
  auto sum = std::make_shared<SessionSum>();
  sum->segments = plan_.segments;
  sum->sum = sum_;
  sum->included.assign(included_.begin(), included_.end());
  return SumHandle(std::move(sum));
}

}  // namespace hansa::coordinator
