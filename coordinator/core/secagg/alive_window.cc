#include "coordinator/core/secagg/alive_window.h"

#include "common/crypto/contexts.h"
#include "common/identity/signed_message.h"
#include "coordinator/core/secagg/roster_index.h"
#include "coordinator/core/secagg/unmask_window.h"

namespace hansa::coordinator {

namespace {

// On the complete graph each site wants t statements of others, and is one of those asked; on a
// ring those of a quorum.
size_t StatementsNeeded(const ServerContext& context) {
  const ServerRoster& roster = context.roster;
  return roster.quorum ? roster.quorum->signers : roster.threshold + size_t{1};
}

}  // namespace

AliveWindow::AliveWindow(ServerContext& context, MaskedSum masked)
    : context_(context), masked_(std::move(masked)), waiting_(StatementsNeeded(context)) {}

void AliveWindow::Open() {
  context_.Record(SurvivorsStep(context_, masked_));
  auto message = std::make_shared<v1::SecAggToSite>();
  message->mutable_alive_request()->set_params_hash(context_.params_hash_text());
  message->mutable_alive_request()->set_survivors(ToString(masked_.survivors.bytes()));
  for (const uint32_t index : masked_.survivors.Members()) {
    if (!context_.IsTakingPart(index)) continue;
    const std::string& id = context_.roster.members[index].site_id;
    waiting_.Ask(id);
    context_.Ask(id, message);
  }
}

std::string_view AliveWindow::Accept(const std::string& site_id,
                                     const v1::SecAggToCoordinator& message, Bytes) {
  const uint32_t index = IndexOf(context_.roster, site_id);
  const v1::Signed& signed_statement = message.alive().statement();
  v1::AliveStatement statement;
  if (!identity::OpenSigned(signed_statement, context_.roster.members[index].identity_key,
                            crypto::context::kAlive, "a statement", statement)
           .ok())
    return "bad_signature";
  if (statement.params_hash() != AsView(context_.roster.id.params) ||
      statement.roster_root() != AsView(context_.roster.id.roster))
    return "wrong_session";
  if (statement.sharers_hash() != AsView(crypto::Sha256(masked_.sharers.bytes())) ||
      statement.survivors_hash() != AsView(crypto::Sha256(masked_.survivors.bytes())))
    return "wrong_view";
  statements_.emplace(index, signed_statement);
  const ServerRoster& roster = context_.roster;
  if (!roster.quorum || roster.graph.PositionOf(index) < roster.quorum->positions)
    waiting_.Answered(site_id);
  else
    waiting_.Forget(site_id);  // not one that the quorum is made of
  return "";
}

PhaseEnd AliveWindow::Close(bool time_is_up) {
  if (time_is_up) DropPending(context_, step(), waiting_);
  if (!waiting_.Enough()) return TooFew(context_, step(), waiting_);
  return std::make_unique<UnmaskWindow>(context_, std::move(masked_), std::move(statements_));
}

}  // namespace hansa::coordinator
