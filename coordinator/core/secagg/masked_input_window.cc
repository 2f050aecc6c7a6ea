#include "coordinator/core/secagg/masked_input_window.h"

#include <algorithm>

#include "common/crypto/contexts.h"
#include "common/identity/signed_message.h"
#include "coordinator/core/secagg/deliveries.h"
#include "coordinator/core/secagg/roster_index.h"
#include "coordinator/core/secagg/storing_sum.h"

namespace hansa::coordinator {
namespace {

v1::SessionStepRecord StepOf(const std::map<uint32_t, ShareBox>& boxes) {
  v1::SessionStepRecord step;
  for (const auto& [owner, box] : boxes) *step.mutable_sharers()->add_dealt() = DealtOf(owner, box);
  return step;
}

}  // namespace

MaskedInputWindow::MaskedInputWindow(ServerContext& context, std::map<uint32_t, ShareBox> boxes)
    : context_(context),
      masked_{.boxes = std::move(boxes),
              .sharers = secagg::Bitmap(context.roster.size()),
              .survivors = secagg::Bitmap(context.roster.size())},
      waiting_(MembersNeeded(context)),
      sum_(context.setup.ring_bits, context.fetches() ? 0 : context.setup.elements()) {
  for (const auto& [owner, box] : masked_.boxes) masked_.sharers.Add(owner);
  if (!context.fetches()) return;
  running_ = std::make_shared<RunningSum>();
  running_->ring_bits = context.setup.ring_bits;
  running_->elements = context.setup.elements();
}

void MaskedInputWindow::Open() {
  context_.updates_may_be_spent = true;
  context_.Record(StepOf(masked_.boxes));
  auto deliveries = MakeDeliveries(context_.roster, masked_.sharers, masked_.boxes);
  for (auto& [holder, delivery] : deliveries) {
    const std::string& id = context_.roster.members[holder].site_id;
    waiting_.Ask(id);
    auto message = std::make_shared<v1::SecAggToSite>();
    *message->mutable_delivery() = std::move(delivery);
    context_.Ask(id, std::move(message));
  }
}

std::string_view MaskedInputWindow::CheckSize(const v1::MaskedInput& input,
                                              size_t payload_bytes) const {
  const uint64_t wanted = context_.setup.vector_bytes();
  const bool fits = running_ ? payload_bytes == 0 && input.size() == wanted
                             : input.size() == 0 && payload_bytes == wanted;
  return fits ? "" : "wrong_length";
}

std::string_view MaskedInputWindow::CheckCommitment(uint32_t index, const v1::MaskedInput& input,
                                                    crypto::Digest& masked_sha256) const {
  v1::MaskedCommitment commitment;
  if (!identity::OpenSigned(input.commitment(), context_.roster.members[index].identity_key,
                            crypto::context::kMasked, "a masked input", commitment)
           .ok())
    return "bad_signature";
  if (commitment.params_hash() != AsView(context_.roster.id.params) ||
      commitment.roster_root() != AsView(context_.roster.id.roster))
    return "wrong_session";
  if (commitment.sharers_hash() != AsView(crypto::Sha256(masked_.sharers.bytes())))
    return "wrong_view";
  if (commitment.masked_sha256().size() != masked_sha256.size()) return "payload_mismatch";
  std::copy(commitment.masked_sha256().begin(), commitment.masked_sha256().end(),
            masked_sha256.begin());
  return "";
}

std::string_view MaskedInputWindow::Accept(const std::string& site_id,
                                           const v1::SecAggToCoordinator& message, Bytes payload) {
  const uint32_t index = IndexOf(context_.roster, site_id);
  const v1::MaskedInput& input = message.masked_input();
  if (const std::string_view fault = CheckSize(input, payload.size()); !fault.empty()) return fault;
  const auto missing = secagg::Bitmap::Parse(context_.roster.size(), AsSpan(input.missing()));
  if (!missing || !missing->IsSubsetOf(masked_.sharers)) return "wrong_bitmap";
  crypto::Digest sha256{};
  if (const std::string_view fault = CheckCommitment(index, input, sha256); !fault.empty())
    return fault;
  masked_.commitments.emplace(index, input.commitment());
  if (running_) {
    fetched_.emplace(site_id, sha256);
    Repeated(site_id);
    return "";
  }
  if (sha256 != crypto::Sha256(payload)) return "payload_mismatch";
  sum_.AddBytes(payload);
  if (context_.archives) {
    context_.output.keeps.push_back(
        {context_.params_hash_text(), site_id, sha256, std::move(payload)});
    ++adding_;
  }
  masked_.survivors.Add(index);
  waiting_.Answered(site_id);
  return "";
}

void MaskedInputWindow::Repeated(const std::string& site_id) {
  const auto announced = fetched_.find(site_id);
  if (announced == fetched_.end()) return;
  context_.output.uploads.push_back(
      {.site_id = site_id, .sha256 = announced->second, .bytes = context_.setup.vector_bytes()});
}

void MaskedInputWindow::Arrived(const std::string& site_id, BlobHandle vector) {
  fetched_.erase(site_id);
  context_.output.adds.push_back({running_, std::move(vector)});
  ++adding_;
  masked_.survivors.Add(IndexOf(context_.roster, site_id));
  waiting_.Answered(site_id);
}

void MaskedInputWindow::Forget(const std::string& site_id) {
  if (fetched_.erase(site_id) > 0) context_.output.forgotten.push_back(site_id);
  waiting_.Forget(site_id);
}

PhaseEnd MaskedInputWindow::Close(bool time_is_up) {
  if (time_is_up) {
    DropPending(context_, step(), waiting_);
    for (const std::string& id : std::set<std::string>(waiting_.pending())) Forget(id);
  }
  if (!waiting_.Enough()) return TooFew(context_, step(), waiting_);
  std::erase_if(masked_.commitments,
                [this](const auto& entry) { return !masked_.survivors.Has(entry.first); });
  if (running_)
    return std::make_unique<StoringSum>(context_, std::move(masked_), std::move(running_));
  const ByteSpan sum = sum_.bytes();
  masked_.sum = {MakeBlob(Bytes(sum.begin(), sum.end())), crypto::Sha256(sum)};
  return AfterSum(context_, std::move(masked_));
}

}  // namespace hansa::coordinator
