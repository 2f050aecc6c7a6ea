#pragma once
// A connection for one question and its answer: join, and the doctor's look at the network.

#include <functional>
#include <optional>
#include <string>

#include "common/base/result.h"
#include "common/base/time.h"
#include "common/transport/client_socket.h"
#include "hansa/v1/wire.pb.h"

namespace hansa::client {

struct Question {
  transport::ClientSocket::Options link;
  v1::ToCoordinator message;
  // True for the message that answers.
  std::function<bool(const v1::ToSite&)> answers;
  Duration limit = seconds(15);
};

// The answer, or: kRefused when the coordinator does not admit the key; kVerification when another
// key answers there; kUnreachable when nothing did within the limit; what the proxy had against
// it.// `fault` tells, when it was the proxy.
Result<v1::ToSite> Ask(Question question, std::optional<transport::ProxyFault>* fault = nullptr);

}  // namespace hansa::client
