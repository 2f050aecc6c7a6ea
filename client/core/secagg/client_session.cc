#include "client/core/secagg/client_session.h"

#include "client/core/secagg/advertised_phase.h"
#include "client/core/secagg/client_phase.h"
#include "client/core/secagg/params_rules.h"
#include "common/base/check.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

constexpr int kParams = v1::SecAggToSite::kParams;
constexpr int kDelivery = v1::SecAggToSite::kDelivery;

crypto::Digest HashOfParams(const v1::Signed& params) {
  return crypto::Sha256(AsSpan(params.payload()));
}

// P of the session that a message belongs to, as text.
std::string SessionOf(const v1::SecAggToSite& message) {
  switch (message.body_case()) {
    case v1::SecAggToSite::kParams:
      return ToString(HashOfParams(message.params()));
    case v1::SecAggToSite::kRoster:
      return message.roster().params_hash();
    case v1::SecAggToSite::kDelivery:
      return message.delivery().params_hash();
    case v1::SecAggToSite::kAliveRequest:
      return message.alive_request().params_hash();
    case v1::SecAggToSite::kUnmaskRequest:
      return message.unmask_request().params_hash();
    case v1::SecAggToSite::kEnd:
      return message.end().params_hash();
    case v1::SecAggToSite::kLarge:
      return message.large().params_hash();
    case v1::SecAggToSite::BODY_NOT_SET:
      break;
  }
  return "";
}

crypto::Digest Fingerprint(const v1::SecAggToSite& message) {
  return crypto::Sha256(AsSpan(message.SerializeAsString()));
}

}  // namespace

std::string_view Name(ClientStep step) {
  switch (step) {
    case ClientStep::kAdvertise:
      return "advertise";
    case ClientStep::kShares:
      return "shares";
    case ClientStep::kMaskedInput:
      return "masked_input";
    case ClientStep::kAlive:
      return "alive";
    case ClientStep::kUnmask:
      return "unmask";
  }
  return "";
}

v1::SecAggToCoordinator AbortOf(const v1::SecAggToSite& message) {
  v1::SecAggToCoordinator abort;
  abort.mutable_abort()->set_params_hash(SessionOf(message));
  return abort;
}

std::optional<ClientTransition> ClientPhase::MaskDone(secagg::WrittenVector&&) {
  return std::nullopt;
}

std::pair<std::unique_ptr<ClientSession>, ClientOutput> ClientSession::Open(
    const v1::Signed& params, SiteSide side, BlobHandle input) {
  HANSA_CHECK(side.identity != nullptr && side.credentials != nullptr && side.random != nullptr);
  std::unique_ptr<ClientSession> session(
      new ClientSession(HashOfParams(params), side.inline_bytes));
  auto setup = AcceptParams(params, side);
  if (!setup.ok()) {
    ClientOutput refused = session->Refuse(setup.error().Text());
    return {std::move(session), std::move(refused)};
  }
  HANSA_CHECK(input == nullptr || input->size() == setup->vector_bytes());
  session->vector_bytes_ = setup->vector_bytes();
  session->session_number_ = setup->session_number;
  v1::SecAggToSite message;
  *message.mutable_params() = params;
  session->answered_[kParams].request = Fingerprint(message);
  auto facts = std::make_shared<const SessionFacts>(
      SessionFacts{std::move(side), std::move(*setup), session->params_hash_});
  ClientOutput output =
      session->Take(kParams, AdvertisedPhase::Enter(std::move(facts), std::move(input)));
  return {std::move(session), std::move(output)};
}

ClientSession::ClientSession(const crypto::Digest& params_hash, uint64_t inline_bytes)
    : params_hash_(params_hash), inline_bytes_(inline_bytes) {}
ClientSession::~ClientSession() = default;

void ClientSession::UseInput(BlobHandle input) {
  HANSA_CHECK(input->size() == vector_bytes_);
  if (!ended()) phase_->UseInput(std::move(input));
}

bool ClientSession::ended() const { return phase_ == nullptr; }

ClientOutput ClientSession::Handle(const v1::SecAggToSite& message) {
  if (ended() || SessionOf(message) != AsView(params_hash_)) return {};
  if (message.has_end()) return Finish(message.end());
  const int kind = message.body_case();
  const crypto::Digest request = Fingerprint(message);
  if (answered_.contains(kind)) return Resend(kind, request);
  if (kind != phase_->awaits()) return Refuse(StrCat("message ", kind, " out of order"));
  answered_[kind].request = request;
  return Take(kind, phase_->Handle(message));
}

ClientOutput ClientSession::MaskDone(secagg::WrittenVector masked) {
  if (ended()) return {};
  std::optional<ClientTransition> transition = phase_->MaskDone(std::move(masked));
  if (!transition) return {};
  spent_ = true;
  ClientOutput output = Take(kDelivery, std::move(*transition));
  output.spent = true;
  return output;
}

ClientOutput ClientSession::Abort(std::string reason) {
  if (ended()) return {};
  return Refuse(std::move(reason));
}

ClientOutput ClientSession::Take(int kind, Result<ClientTransition> transition) {
  if (!transition.ok()) return Refuse(transition.error().Text());
  phase_ = std::move(transition->next);
  Answered& answered = answered_[kind];
  answered.reply = std::move(transition->reply);
  answered.vector = std::move(transition->vector);

  ClientOutput output = Say(answered);
  output.reached = transition->reached;
  output.directory = transition->directory;
  output.work = std::move(transition->work);
  return output;
}

ClientOutput ClientSession::Resend(int kind, const crypto::Digest& request) {
  const Answered& answered = answered_.at(kind);
  if (answered.request != request) return Refuse(StrCat("a second, different message ", kind));
  return Say(answered);
}

ClientOutput ClientSession::Say(const Answered& answered) const {
  ClientOutput output;
  output.reply = answered.reply;
  if (!answered.vector) return output;
  if (answered.vector->bytes->size() > inline_bytes_) {
    output.upload = answered.vector;
    return output;
  }
  Result<Bytes> whole = ReadWhole(*answered.vector->bytes, inline_bytes_);
  HANSA_CHECK(whole.ok());  // in memory
  output.payload = *std::move(whole);
  return output;
}

ClientOutput ClientSession::Refuse(std::string reason) {
  phase_.reset();
  answered_.clear();
  ClientOutput output;
  output.reply.emplace().mutable_abort()->set_params_hash(ToString(params_hash_));
  output.abort_reason = std::move(reason);
  output.ended = true;
  return output;
}

ClientOutput ClientSession::Finish(const v1::SessionEnd& end) {
  phase_.reset();
  answered_.clear();
  ClientOutput output;
  output.ended = true;
  // A sum without this site's input is no success of this site.
  output.succeeded = end.succeeded() && spent_;
  output.included = output.succeeded ? end.included() : 0;
  return output;
}

}  // namespace hansa::client
