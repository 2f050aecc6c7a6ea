#include "coordinator/core/secagg/server_session.h"

#include <algorithm>

#include "common/base/check.h"
#include "common/base/text.h"
#include "common/crypto/contexts.h"
#include "common/wire/session_params.h"
#include "coordinator/core/secagg/advertise_window.h"
#include "coordinator/core/secagg/masked_input_window.h"
#include "coordinator/core/secagg/recording.h"
#include "coordinator/core/secagg/server_phase.h"
#include "coordinator/core/secagg/storing_sum.h"
#include "coordinator/core/secagg/unmasking.h"

namespace hansa::coordinator {
namespace {

// P of the session that a message belongs to, as text.
std::string_view SessionOf(const v1::SecAggToCoordinator& message) {
  switch (message.body_case()) {
    case v1::SecAggToCoordinator::kAdvertise:
      return message.advertise().params_hash();
    case v1::SecAggToCoordinator::kShares:
      return message.shares().params_hash();
    case v1::SecAggToCoordinator::kMaskedInput:
      return message.masked_input().params_hash();
    case v1::SecAggToCoordinator::kAlive:
      return message.alive().params_hash();
    case v1::SecAggToCoordinator::kUnmask:
      return message.unmask().params_hash();
    case v1::SecAggToCoordinator::kAbort:
      return message.abort().params_hash();
    case v1::SecAggToCoordinator::BODY_NOT_SET:
      break;
  }
  return "";
}

v1::Signed SignParams(const secagg::SessionSetup& setup, const crypto::SigningKey& key) {
  const Bytes payload = wire::SerializeParams(setup);
  v1::Signed params;
  params.set_payload(ToString(payload));
  params.set_signature(ToString(key.Sign(crypto::context::kSessionParams, payload)));
  return params;
}

}  // namespace

std::string_view Name(ServerStep step) {
  switch (step) {
    case ServerStep::kAdvertise:
      return "advertise";
    case ServerStep::kShares:
      return "shares";
    case ServerStep::kMaskedInput:
      return "masked_input";
    case ServerStep::kAlive:
      return "alive";
    case ServerStep::kUnmask:
      return "unmask";
  }
  return "";
}

Result<std::unique_ptr<ServerSession>> ServerSession::Create(ServerOptions options,
                                                             const crypto::SigningKey& key,
                                                             RandomSource& random) {
  auto context = std::make_unique<ServerContext>();
  context->setup = std::move(options.setup);
  context->windows = options.windows;
  context->inline_bytes = options.inline_bytes;
  context->directory = options.directory;
  random.Fill(context->setup.nonce);
  HANSA_TRY(secagg::CheckSetup(context->setup));
  if (context->setup.profile == secagg::Profile::kPlain)
    return BadInput("cannot open a session", "its profile masks nothing");
  if (options.candidates.size() > context->setup.largest_cohort)
    return BadInput("cannot open a session",
                    StrCat(options.candidates.size(), " candidates, at most ",
                           context->setup.largest_cohort, " by its own parameters"));
  for (Candidate& candidate : options.candidates) {
    const std::string id = candidate.site_id;
    if (!context->sites.emplace(id, ServerSite{.candidate = std::move(candidate)}).second)
      return BadInput("cannot open a session", StrCat("site ", id, " is named twice"));
  }
  context->params = SignParams(context->setup, key);
  context->params_hash = crypto::Sha256(AsSpan(context->params.payload()));
  return std::unique_ptr<ServerSession>(new ServerSession(std::move(context)));
}

ServerSession::ServerSession(std::unique_ptr<ServerContext> context)
    : context_(std::move(context)) {}
ServerSession::~ServerSession() = default;

ServerOutput ServerSession::Start(Instant now) {
  HANSA_CHECK(!phase_ && !over_);
  if (restored_ == nullptr) {
    Enter(std::make_unique<AdvertiseWindow>(*context_), now);
    return Advance(now);
  }
  context_->recording = false;  // it is said already
  Enter(std::move(restored_), now);
  context_->recording = true;
  // The window is the sites' own time, which begins when they are back.
  Instant latest = now;
  for (const auto& entry : context_->sites)
    latest = std::max(latest, entry.second.back_by.value_or(now));
  if (deadline_) *deadline_ += latest - now;
  return Advance(now);
}

ServerOutput ServerSession::Handle(std::string_view site_id, const v1::SecAggToCoordinator& message,
                                   Bytes payload, Instant now) {
  const std::string id(site_id);
  const auto site = context_->sites.find(id);
  if (site == context_->sites.end()) {
    context_->Discard(id, "unknown_site");
  } else if (SessionOf(message) != AsView(context_->params_hash)) {
    context_->Discard(id, "old_session");
  } else if (!phase_ || !site->second.taking_part) {
    context_->Discard(id, "late");
  } else if (message.has_abort()) {
    site->second.told_end = true;  // it ended the session itself
    Remove(id, "aborted");
  } else {
    Route(site->second, message, std::move(payload));
  }
  return Advance(now);
}

void ServerSession::Route(ServerSite& site, const v1::SecAggToCoordinator& message, Bytes payload) {
  const std::string& id = site.candidate.site_id;
  const int kind = message.body_case();
  const crypto::Digest fingerprint = crypto::Sha256(AsSpan(message.SerializeAsString()));
  if (const auto accepted = site.accepted.find(kind); accepted != site.accepted.end()) {
    if (accepted->second == fingerprint) {
      phase_->Repeated(id);
      return context_->Discard(id, "repeated");
    }
    return Blame(id, "second_message");
  }
  if (kind != phase_->awaits()) {
    // The unmask window closes as soon as there are enough shares. What was accepted before a
    // restart is not known any more.
    if ((kind == v1::SecAggToCoordinator::kUnmask && phase_->step() == ServerStep::kUnmask) ||
        (context_->restored && kind < phase_->awaits()))
      return context_->Discard(id, "late");
    return Blame(id, "out_of_order");
  }
  const std::string_view fault = phase_->Accept(id, message, std::move(payload));
  if (!fault.empty()) return Blame(id, fault);
  site.accepted.emplace(kind, fingerprint);
}

void ServerSession::Blame(const std::string& site_id, std::string_view fault) {
  context_->Fault(site_id, phase_->step(), fault);
  Remove(site_id, fault);
}

void ServerSession::Remove(const std::string& site_id, std::string_view reason) {
  context_->Drop(site_id, phase_->step(), reason);
  phase_->Forget(site_id);
}

ServerOutput ServerSession::SiteLeft(std::string_view site_id, Instant now) {
  const std::string id(site_id);
  const auto site = context_->sites.find(id);
  if (site == context_->sites.end()) return {};
  site->second.gone = true;
  if (phase_ && site->second.taking_part) Remove(id, "left");
  return Advance(now);
}

ServerOutput ServerSession::SiteAway(std::string_view site_id, Instant back_by, Instant now) {
  const auto site = context_->sites.find(std::string(site_id));
  if (site != context_->sites.end()) site->second.back_by = back_by;
  return Advance(now);
}

ServerOutput ServerSession::SiteBack(std::string_view site_id, Instant now) {
  const std::string id(site_id);
  const auto found = context_->sites.find(id);
  if (found == context_->sites.end()) return {};
  found->second.back_by.reset();
  if (std::exchange(found->second.end_due, false)) context_->SayEnd(id);
  if (phase_ && found->second.taking_part && phase_->pending().contains(id))
    context_->Send(id, context_->asked.at(id));
  return Advance(now);
}

ServerOutput ServerSession::Tick(Instant now) { return Advance(now); }

ServerOutput ServerSession::Arrived(const std::string& site_id, BlobHandle vector, Instant now) {
  auto* window = dynamic_cast<MaskedInputWindow*>(phase_.get());
  if (window != nullptr && window->Fetches(site_id)) window->Arrived(site_id, std::move(vector));
  return Advance(now);
}

ServerOutput ServerSession::UploadFailed(const std::string& site_id, const std::string& fault,
                                         Instant now) {
  auto* window = dynamic_cast<MaskedInputWindow*>(phase_.get());
  if (window != nullptr && window->Fetches(site_id)) Blame(site_id, fault);
  return Advance(now);
}

ServerOutput ServerSession::AddDone(Instant now) {
  if (auto* window = dynamic_cast<MaskedInputWindow*>(phase_.get())) window->Added();
  return Advance(now);
}

ServerOutput ServerSession::StoreDone(secagg::WrittenVector sum, Instant now) {
  if (auto* storing = dynamic_cast<StoringSum*>(phase_.get()))
    Enter(storing->Finish(std::move(sum)), now);
  return Advance(now);
}

ServerOutput ServerSession::UnmaskDone(secagg::UnmaskResult result, Instant now) {
  auto* unmasking = dynamic_cast<Unmasking*>(phase_.get());
  if (unmasking == nullptr) return std::exchange(context_->output, {});
  SecAggOutcome outcome = unmasking->Finish(std::move(result));
  auto* succeeded = std::get_if<SecAggSucceeded>(&outcome);
  if (succeeded != nullptr && context_->evidence)
    Enter(std::make_unique<Recording>(*context_, std::move(*succeeded)), now);
  else
    End(std::move(outcome));
  return std::exchange(context_->output, {});
}

ServerOutput ServerSession::RecordDone(RecordedSession recorded, Instant) {
  if (auto* recording = dynamic_cast<Recording*>(phase_.get())) End(recording->Finish(recorded));
  return std::exchange(context_->output, {});
}

void ServerSession::KeepTranscript(bool archives) {
  context_->records = true;
  context_->archives = archives;
}

ServerOutput ServerSession::Cancel(std::string reason, Instant) {
  if (phase_) End(SecAggFailed{.reason = std::move(reason)});
  return std::exchange(context_->output, {});
}

std::optional<Instant> ServerSession::NextWake() const {
  std::optional<Instant> wake = deadline_;
  if (phase_ && phase_->Busy()) return std::nullopt;
  if (!phase_ || SomeonePresentIsAsked()) return wake;
  for (const std::string& id : phase_->pending())
    if (const auto back_by = context_->sites.at(id).back_by; back_by && (!wake || *back_by < *wake))
      wake = back_by;
  return wake;
}
bool ServerSession::over() const { return over_; }
const crypto::Digest& ServerSession::params_hash() const { return context_->params_hash; }
uint64_t ServerSession::session_number() const { return context_->setup.session_number; }

void ServerSession::Enter(std::unique_ptr<ServerPhase> phase, Instant now) {
  phase_ = std::move(phase);
  context_->asked.clear();
  deadline_.reset();
  if (phase_->window() > Duration::zero()) deadline_ = now + phase_->window();
  context_->output.opened = phase_->step();
  phase_->Open();
}

bool ServerSession::SomeonePresentIsAsked() const {
  const auto& pending = phase_->pending();
  return std::any_of(pending.begin(), pending.end(),
                     [this](const std::string& id) { return context_->sites.at(id).reachable(); });
}

// Waiting for a site that is away costs nothing while somebody else is at work.
void ServerSession::DropAbsent(Instant now) {
  if (phase_->pending().empty() || SomeonePresentIsAsked()) return;
  std::vector<std::string> late;
  for (const auto& [id, site] : context_->sites)
    if (site.taking_part && site.back_by && now >= *site.back_by) late.push_back(id);
  for (const std::string& id : late) Remove(id, "left");
}

ServerOutput ServerSession::Advance(Instant now) {
  const auto time_is_up = [&] { return deadline_ && now >= *deadline_; };
  while (phase_) {
    DropAbsent(now);
    if (phase_->Busy() || (!phase_->Settled() && !time_is_up())) break;
    PhaseEnd end = phase_->Close(time_is_up());
    if (auto* failed = std::get_if<SecAggFailed>(&end)) {
      End(std::move(*failed));
    } else {
      Enter(std::get<std::unique_ptr<ServerPhase>>(std::move(end)), now);
    }
  }
  return std::exchange(context_->output, {});
}

void ServerSession::End(SecAggOutcome outcome) {
  phase_.reset();
  deadline_.reset();
  over_ = true;
  const auto* succeeded = std::get_if<SecAggSucceeded>(&outcome);
  if (auto* failed = std::get_if<SecAggFailed>(&outcome))
    failed->updates_may_be_spent = context_->updates_may_be_spent;
  context_->EndForAll(succeeded != nullptr,
                      succeeded ? static_cast<uint32_t>(succeeded->included.size()) : 0);
  context_->output.outcome = std::move(outcome);
}

}  // namespace hansa::coordinator
