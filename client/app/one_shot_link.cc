#include "client/app/one_shot_link.h"

#include "common/base/text.h"
#include "common/crypto/random.h"
#include "common/wire/parse.h"

namespace hansa::client {
namespace {

using transport::LinkEvent;

Result<> Check(LinkEvent event, const std::string& address) {
  if (event == LinkEvent::kDenied)
    return Refused("the coordinator does not admit this key", address);
  if (event == LinkEvent::kWrongServerKey)
    return VerificationFailed("what listens there is not the coordinator of the invitation",
                              StrCat(address, " has another key"),
                              "Check the address, or ask the operator for a new invitation");
  return Success();
}

}  // namespace

Result<v1::ToSite> Ask(Question question, std::optional<transport::ProxyFault>* fault) {
  crypto::SystemRandom random;
  const std::string address = question.link.address;
  question.link.give_up_when_denied = true;
  auto link = HANSA_TRY(transport::ClientSocket::Open(std::move(question.link), random));
  const Instant until = ReadClocks().instant + question.limit;
  bool connected = false;
  std::optional<transport::ProxyFault> of_proxy;
  if (fault == nullptr) fault = &of_proxy;
  while (ReadClocks().instant < until) {
    const transport::ClientInput input = link->Poll(until);
    *fault = link->proxy_fault();
    if (*fault && (*fault)->lasting()) return (*fault)->error;
    for (const LinkEvent event : input.events) {
      HANSA_TRY(Check(event, address));
      if (event != LinkEvent::kConnected) continue;
      connected = true;
      link->Send(question.message.SerializeAsString());
    }
    for (const auto& message : input.messages) {
      auto checked = wire::ParseToSite(message.envelope, message.payload.size());
      if (checked.ok() && question.answers(*checked)) return std::move(checked).Take();
      if (checked.ok() && checked->has_goodbye())
        return Refused("the coordinator ended the connection", checked->goodbye().reason());
    }
  }
  if (*fault) return (*fault)->error;
  return Unreachable(
      connected ? "the coordinator did not answer" : "cannot reach the coordinator",
      StrCat(address, ", within ", Seconds(question.limit), " s"),
      "Is hansa-coordinator running there, and does the network let this machine through?");
}

}  // namespace hansa::client
