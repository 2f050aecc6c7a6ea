#include "coordinator/core/secure_session.h"

#include "common/base/check.h"
#include "coordinator/core/session_setup.h"

namespace hansa::coordinator {
namespace {

// The five windows share what the job allows for the whole session.
PhaseWindows WindowsOf(Duration longest) {
  const Duration each = longest / 5;
  return {each, each, each, each, each};
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

SumHandle SumOf(const SessionPlan& plan, SecAggSucceeded& succeeded) {
  auto sum = std::make_shared<SessionSum>();
  sum->segments = plan.segments;
  sum->sum = std::move(succeeded.sum);
  sum->included = std::move(succeeded.included);
  sum->roster_root.assign(succeeded.id.roster.begin(), succeeded.id.roster.end());
  return sum;
}

}  // namespace

Result<std::unique_ptr<SumSession>> SecureSession::Make(Turn& turn, SessionPlan plan) {
  ServerOptions options{.setup = MakeSetup(turn, plan),
                        .candidates = CandidatesOf(turn.job.membership(), plan.sites),
                        .windows = WindowsOf(plan.longest)};
  auto session = HANSA_TRY(ServerSession::Create(std::move(options), *turn.job.services.signing_key,
                                                 *turn.job.services.random));
  return std::unique_ptr<SumSession>(new SecureSession(std::move(plan), std::move(session)));
}

Result<std::unique_ptr<SumSession>> SecureSession::Restore(Turn& turn, SessionPlan plan,
                                                           const SessionSteps& steps) {
  auto session = HANSA_TRY(
      ServerSession::Restore(steps, CandidatesOf(turn.job.membership(), plan.sites),
                             WindowsOf(plan.longest), turn.now.instant + kRestartPatience));
  return std::unique_ptr<SumSession>(new SecureSession(std::move(plan), std::move(session)));
}

SecureSession::SecureSession(SessionPlan plan, std::unique_ptr<ServerSession> session)
    : plan_(std::move(plan)),
      session_(std::move(session)),
      params_hash_(ToString(session_->params_hash())) {}

SessionResult SecureSession::Open(Turn& turn) {
  return Take(turn, session_->Start(turn.now.instant));
}

SessionResult SecureSession::OnMessage(Turn& turn, const SiteMessage& message) {
  if (!message.message.has_secagg()) {
    turn.out.faults.push_back({message.site, "out_of_order"});
    return std::nullopt;
  }
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
  auto* unmasked = std::get_if<secagg::UnmaskResult>(&done.result);
  if (done.ticket != ticket_ || unmasked == nullptr) return std::nullopt;
  return Take(turn, session_->UnmaskDone(std::move(*unmasked), turn.now.instant));
}

SessionResult SecureSession::OnTime(Turn& turn) {
  return Take(turn, session_->Tick(turn.now.instant));
}

void SecureSession::Abandon(Turn& turn) {
  if (!session_->over()) Take(turn, session_->Cancel("the job was cancelled", turn.now.instant));
}

SessionResult SecureSession::Take(Turn& turn, ServerOutput output, const std::string& left) {
  for (v1::SessionStepRecord& step : output.steps) {
    step.set_job_id(turn.job.id);
    turn.out.persist.push_back(std::move(step));
  }
  for (SecAggSend& send : output.sends) {
    v1::ToSite message;
    *message.mutable_secagg() = std::move(send.message);
    turn.out.sends.push_back({std::move(send.site_id), std::move(message), nullptr});
  }
  for (const SecAggDrop& drop : output.dropped)
    turn.Drop(drop.site_id, std::string(Name(drop.step)),
              TextOf(drop.reason, left.empty() ? turn.job.absences.ReasonOf(drop.site_id) : left));
  for (SecAggFault& fault : output.faults)
    turn.out.faults.push_back({std::move(fault.site_id), std::move(fault.name)});
  for (SecAggDiscard& discard : output.discarded)
    turn.out.faults.push_back({std::move(discard.site_id), std::move(discard.name)});
  if (output.work) ticket_ = turn.Ask(std::move(*output.work));
  if (!output.outcome) return std::nullopt;
  if (auto* failed = std::get_if<SecAggFailed>(&*output.outcome))
    return SessionLost{std::move(failed->reason), failed->updates_may_be_spent};
  return SumOf(plan_, std::get<SecAggSucceeded>(*output.outcome));
}

}  // namespace hansa::coordinator
