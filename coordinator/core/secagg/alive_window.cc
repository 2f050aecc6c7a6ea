#include "coordinator/core/secagg/alive_window.h"

#include "common/base/check.h"
#include "common/crypto/contexts.h"
#include "common/identity/signed_message.h"
#include "coordinator/core/secagg/roster_index.h"
#include "coordinator/core/secagg/unmask_window.h"

namespace hansa::coordinator {

// Each site wants t statements of others, and is one of those asked.
AliveWindow::AliveWindow(ServerContext& context, MaskedSum masked)
    : context_(context),
      masked_(std::move(masked)),
      waiting_(context.roster.threshold + size_t{1}) {}

void AliveWindow::Open() {
  v1::SessionStepRecord step;
  step.mutable_survivors()->set_survivors(ToString(masked_.survivors.bytes()));
  if (context_.fetches()) {  // it is in the spool
    step.mutable_survivors()->set_sum_sha256(ToString(masked_.sum.sha256));
    step.mutable_survivors()->set_sum_bytes(masked_.sum.bytes->size());
  } else {
    const Result<Bytes> sum = ReadWhole(*masked_.sum.bytes, context_.inline_bytes);
    HANSA_CHECK(sum.ok());  // in memory
    step.mutable_survivors()->set_sum(ToString(*sum));
  }
  context_.Record(std::move(step));
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
  waiting_.Answered(site_id);
  return "";
}

PhaseEnd AliveWindow::Close(bool time_is_up) {
  if (time_is_up) DropPending(context_, step(), waiting_);
  if (!waiting_.Enough()) return TooFew(context_, step(), waiting_);
  return std::make_unique<UnmaskWindow>(context_, std::move(masked_), std::move(statements_));
}

}  // namespace hansa::coordinator
