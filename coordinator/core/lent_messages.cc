#include "coordinator/core/lent_messages.h"

namespace hansa::coordinator {
namespace {

// What grows with the number of sites. The first message opens the session, before which a site
// fetches nothing.
bool Grows(const v1::SecAggToSite& message) {
  return message.has_roster() || message.has_delivery() || message.has_unmask_request();
}

}  // namespace

v1::SecAggToSite LentMessages::Announce(const std::string& params_hash,
                                        const std::shared_ptr<const v1::SecAggToSite>& message) {
  if (!Grows(*message) || message->ByteSizeLong() <= largest_) return *message;
  Lent& lent = lent_[message];
  if (lent.bytes == nullptr) {
    Bytes bytes(message->ByteSizeLong());
    message->SerializeToArray(bytes.data(), static_cast<int>(bytes.size()));
    lent.sha256 = crypto::Sha256(bytes);
    lent.bytes = MakeBlob(std::move(bytes));
  }
  v1::SecAggToSite announced;
  v1::LargeMessage& large = *announced.mutable_large();
  large.set_params_hash(params_hash);
  large.set_sha256(ToString(lent.sha256));
  large.set_size(lent.bytes->size());
  return announced;
}

const LentMessages::Lent* LentMessages::Find(const std::string& sha256) const {
  for (const auto& [message, lent] : lent_)
    if (sha256 == AsView(lent.sha256)) return &lent;
  return nullptr;
}

}  // namespace hansa::coordinator
