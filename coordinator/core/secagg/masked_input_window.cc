#include "coordinator/core/secagg/masked_input_window.h"

#include "common/crypto/contexts.h"
#include "common/crypto/merkle.h"
#include "common/identity/signed_message.h"
#include "coordinator/core/secagg/alive_window.h"
#include "coordinator/core/secagg/roster_index.h"

namespace hansa::coordinator {
namespace {

std::vector<crypto::AuditPath> PathsOf(const ShareBox& box) {
  std::vector<ByteSpan> leaves;
  for (const std::string& leaf : box.leaves) leaves.push_back(AsSpan(leaf));
  return crypto::MerklePaths(leaves);
}

v1::SessionStepRecord StepOf(const std::map<uint32_t, ShareBox>& boxes) {
  v1::SessionStepRecord step;
  for (const auto& [owner, box] : boxes) *step.mutable_sharers()->add_dealt() = DealtOf(owner, box);
  return step;
}

}  // namespace

MaskedInputWindow::MaskedInputWindow(ServerContext& context, std::map<uint32_t, ShareBox> boxes)
    : context_(context),
      boxes_(std::move(boxes)),
      waiting_(MembersNeeded(context)),
      sharers_(context.roster.size()),
      survivors_(context.roster.size()),
      sum_(context.setup.ring_bits, context.setup.elements()) {
  for (const auto& [owner, box] : boxes_) sharers_.Add(owner);
}

void MaskedInputWindow::Open() {
  context_.updates_may_be_spent = true;
  context_.Record(StepOf(boxes_));
  std::map<uint32_t, v1::ShareDelivery> deliveries;
  for (const auto& [holder, box] : boxes_) {
    v1::ShareDelivery& delivery = deliveries[holder];
    delivery.set_params_hash(context_.params_hash_text());
    delivery.set_sharers(ToString(sharers_.bytes()));
    delivery.mutable_shares()->Reserve(static_cast<int>(boxes_.size()) - 1);
  }
  for (auto& [owner, box] : boxes_) {
    const std::vector<crypto::AuditPath> paths = PathsOf(box);
    for (auto& [holder, delivery] : deliveries) {
      if (holder == owner) continue;
      const size_t place = ShareBox::IndexOf(owner, holder);
      v1::DeliveredShare& share = *delivery.add_shares();
      share.set_sender(owner);
      share.set_ciphertext(std::move(box.ciphertexts[place]));
      *share.mutable_commitment() = box.commitment;
      const crypto::AuditPath& path = paths[place];
      share.set_path(path.data(), path.size() * sizeof(crypto::Digest));
    }
    box.ciphertexts.clear();
  }
  for (auto& [holder, delivery] : deliveries) {
    const std::string& id = context_.roster.members[holder].site_id;
    waiting_.Ask(id);
    auto message = std::make_shared<v1::SecAggToSite>();
    *message->mutable_delivery() = std::move(delivery);
    context_.Ask(id, std::move(message));
  }
}

std::string_view MaskedInputWindow::CheckCommitment(uint32_t index, const v1::MaskedInput& input,
                                                    ByteSpan payload) const {
  v1::MaskedCommitment commitment;
  if (!identity::OpenSigned(input.commitment(), context_.roster.members[index].identity_key,
                            crypto::context::kMasked, "a masked input", commitment)
           .ok())
    return "bad_signature";
  if (commitment.params_hash() != AsView(context_.roster.id.params) ||
      commitment.roster_root() != AsView(context_.roster.id.roster))
    return "wrong_session";
  if (commitment.sharers_hash() != AsView(crypto::Sha256(sharers_.bytes()))) return "wrong_view";
  if (commitment.masked_sha256() != AsView(crypto::Sha256(payload))) return "payload_mismatch";
  return "";
}

std::string_view MaskedInputWindow::Accept(const std::string& site_id,
                                           const v1::SecAggToCoordinator& message, Bytes payload) {
  const uint32_t index = IndexOf(context_.roster, site_id);
  const v1::MaskedInput& input = message.masked_input();
  if (payload.size() != context_.setup.vector_bytes()) return "wrong_length";
  const auto missing = secagg::Bitmap::Parse(context_.roster.size(), AsSpan(input.missing()));
  if (!missing || !missing->IsSubsetOf(sharers_)) return "wrong_bitmap";
  if (const std::string_view fault = CheckCommitment(index, input, payload); !fault.empty())
    return fault;
  sum_.AddBytes(payload);
  survivors_.Add(index);
  waiting_.Answered(site_id);
  return "";
}

PhaseEnd MaskedInputWindow::Close(bool time_is_up) {
  if (time_is_up) DropPending(context_, step(), waiting_);
  if (!waiting_.Enough()) return TooFew(context_, step(), waiting_);
  return std::make_unique<AliveWindow>(context_, MaskedSum{.boxes = std::move(boxes_),
                                                           .sharers = std::move(sharers_),
                                                           .survivors = std::move(survivors_),
                                                           .sum = std::move(sum_)});
}

}  // namespace hansa::coordinator
