#include "coordinator/cli/operator_client.h"

#include "common/base/text.h"
#include "coordinator/cli/operator_reply.h"
#include "hansa/v1/wire.pb.h"

namespace hansa::cli {
namespace {

constexpr Duration kPatienceBehindProxy = seconds(12);  // a proxy has 8 s for each attempt

Instant SteadyNow() { return ReadClocks().instant; }

Error NoAnswer(const std::string& address, Duration waited) {
  return Unreachable(
      StrCat("cannot reach the coordinator at ", address),
      StrCat("no answer within ", Seconds(waited), " s"),
      "Is it running? Start it with: hansa-coordinator --config DIR/coordinator.toml");
}

Error Denied(const std::string& address) {
  return Refused(StrCat("the coordinator at ", address, " refused the connection"),
                 "it does not know this operator key",
                 "Use the context that made the coordinator: --context DIR");
}

}  // namespace

Result<std::unique_ptr<OperatorClient>> OperatorClient::Connect(Connection connection,
                                                                Duration limit) {
  std::unique_ptr<OperatorClient> client(new OperatorClient);
  client->address_ = connection.address;
  transport::ClientSocket::Options options;
  options.address = connection.address;
  options.server_key = connection.server_key;
  options.own = std::move(connection.operator_keys);
  options.give_up_when_denied = true;
  options.proxy = connection.proxy;
  if (options.proxy) limit = std::max(limit, kPatienceBehindProxy);
  client->socket_ = HANSA_TRY(transport::ClientSocket::Open(std::move(options), client->random_));
  const Instant start = SteadyNow();
  Result<> connected = client->AwaitConnection(start + limit);
  if (!connected.ok()) return std::move(connected).error();
  return client;
}

Result<> OperatorClient::AwaitConnection(Instant until) {
  const Instant start = SteadyNow();
  while (!socket_->connected()) {
    transport::ClientInput input = socket_->Poll(std::min(until, SteadyNow() + milliseconds(200)));
    const auto& fault = socket_->proxy_fault();
    if (fault && (fault->lasting() || SteadyNow() >= until)) return fault->error;
    for (const transport::LinkEvent event : input.events) {
      if (event == transport::LinkEvent::kDenied) return Denied(address_);
      if (event == transport::LinkEvent::kWrongServerKey) {
        return Refused(
            StrCat("the server at ", address_, " is not the coordinator of this context"),
            "it holds another key", "Check the address, or use the right context: --context DIR");
      }
    }
    for (auto& message : input.messages) pending_.push_back(std::move(message));
    if (interrupted_()) return Error{ErrorKind::kInterrupted, "interrupted", "", ""};
    if (SteadyNow() >= until) return NoAnswer(address_, until - start);
  }
  return Success();
}

Result<Reply> OperatorClient::NextReply(uint64_t id, Instant until) {
  const Instant start = SteadyNow();
  for (;;) {
    while (!pending_.empty()) {
      transport::ClientInput::Message message = std::move(pending_.front());
      pending_.erase(pending_.begin());
      auto reply = ReplyIn(message.envelope, id);
      if (!reply) continue;
      v1::OperatorReply said = HANSA_TRY(std::move(*reply));
      return Reply{std::move(said), message.payload.Copy()};
    }
    if (interrupted_()) return Error{ErrorKind::kInterrupted, "interrupted", "", ""};
    if (SteadyNow() >= until) return NoAnswer(address_, until - start);
    transport::ClientInput input = socket_->Poll(std::min(until, SteadyNow() + milliseconds(200)));
    for (auto& message : input.messages) pending_.push_back(std::move(message));
    for (const transport::LinkEvent event : input.events) {
      if (event == transport::LinkEvent::kDisconnected) {
        return Unreachable(StrCat("lost the connection to the coordinator at ", address_), "",
                           "Look whether hansa-coordinator still runs, and try again");
      }
    }
  }
}

Result<Reply> OperatorClient::Call(v1::OperatorRequest request, Duration limit) {
  std::optional<Reply> reply;
  HANSA_TRY(Stream(
      std::move(request),
      [&](const Reply& got) {
        reply = got;
        return false;
      },
      limit));
  return std::move(*reply);
}

Result<> OperatorClient::Stream(v1::OperatorRequest request,
                                const std::function<bool(const Reply&)>& each, Duration silence) {
  const uint64_t id = next_id_++;
  request.set_id(id);
  HANSA_TRY(AwaitConnection(SteadyNow() + silence));
  v1::ToCoordinator envelope;
  *envelope.mutable_operator_request() = std::move(request);
  if (!socket_->Send(envelope.SerializeAsString())) {
    return Unreachable(StrCat("cannot send to the coordinator at ", address_),
                       "the connection was just lost", "Try again");
  }
  for (;;) {
    const Reply reply = HANSA_TRY(NextReply(id, SteadyNow() + silence));
    if (!each(reply) || reply.message.last()) return Success();
  }
}

}  // namespace hansa::cli
