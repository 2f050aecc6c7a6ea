#include "common/transport/server_socket.h"

#include <sys/socket.h>
#include <zmq.h>

#include <algorithm>
#include <unordered_set>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/transport/address.h"
#include "common/transport/connections.h"
#include "common/transport/monitor.h"
#include "common/transport/poller.h"
#include "common/transport/socket_options.h"
#include "common/transport/zap_handler.h"
#include "common/transport/zmq_socket.h"

namespace hansa::transport {
namespace {

constexpr int kBacklog = 1024;
constexpr Duration kGoodbyeTime = seconds(1);
// A ROUTER does not say which peer can take messages again: ask this often while some wait.
constexpr Duration kStalledRetry = milliseconds(5);

// Routing ids are libzmq's own, five bytes from zero on. A peer that picks its own could try to
// receive what is meant for another.
bool IsAutomaticRoutingId(ByteSpan id) { return id.size() == 5 && id[0] == 0; }

// All frames of one message, with everything beyond the second thrown away as it is read.
struct Arrival {
  std::string routing_id;
  std::string user;
  int fd = -1;
  std::string envelope;
  Bytes payload;
  size_t frames = 0;  // after the routing id
  bool oversized = false;
};

void TakeFrame(Arrival& arrival, const Frame& frame) {
  arrival.frames += 1;
  if (arrival.frames == 1) {  // the routing id does not always carry them
    arrival.user = frame.user_id();
    arrival.fd = frame.connection();
  }
  if (frame.bytes().size() > limits::kFrameBytes) arrival.oversized = true;
  if (arrival.oversized) return;
  if (arrival.frames == 1) arrival.envelope = ToString(frame.bytes());
  if (arrival.frames == 2) arrival.payload.assign(frame.bytes().begin(), frame.bytes().end());
}

std::optional<Arrival> ReceiveArrival(Socket& router) {
  Frame frame;
  if (!router.Receive(frame)) return std::nullopt;
  Arrival arrival;
  arrival.routing_id = ToString(frame.bytes());
  while (frame.more() && router.Receive(frame)) TakeFrame(arrival, frame);
  return arrival;
}

class RouterServer final : public ServerSocket {
 public:
  explicit RouterServer(Options options)
      : admission_(std::move(options.admission)), zap_(context_), router_(context_, ZMQ_ROUTER) {
    router_.SetInt(ZMQ_CURVE_SERVER, 1);
    router_.SetBytes(ZMQ_CURVE_SECRETKEY, options.curve_secret.Reveal());
    router_.SetBytes(ZMQ_ZAP_DOMAIN, AsSpan("hansa"));
    router_.SetInt(ZMQ_ROUTER_MANDATORY, 1);
    router_.SetInt(ZMQ_BACKLOG, kBacklog);
    monitor_.emplace(context_, router_);
  }

  Result<> Bind(const Address& address);

  std::string bound_address() const override { return bound_; }
  ServerInput Poll(std::optional<Instant> until, size_t most) override;
  void Watch(int fd) override { poller_.Watch(fd); }
  void Unwatch(int fd) override { poller_.Unwatch(fd); }
  SendResult Send(PeerHandle peer, std::string envelope, Bytes payload) override {
    return SendShared(peer, std::move(envelope), std::make_shared<const Bytes>(std::move(payload)));
  }
  SendResult SendShared(PeerHandle peer, std::string envelope,
                        std::shared_ptr<const Bytes> payload) override;
  void Forget(PeerHandle peer) override;
  void Disconnect(PeerHandle peer) override;
  void Expel(const std::string& user) override;
  ServerCounters counters() const override { return counters_; }

 private:
  enum class Sent { kYes, kFull, kGone };

  void ReadMonitor();
  void AnswerZap();
  void Receive(ServerInput& input, size_t most);
  void Accept(ServerInput& input, Arrival arrival);
  Connection* ConnectionOf(const Arrival& arrival);
  Sent TrySend(const Connection& connection, const Parcel& parcel);
  void FlushStalled();
  void Cut(Instant now);
  std::optional<Instant> NextWake(std::optional<Instant> until) const;

  Admission admission_;
  Context context_;
  ZapHandler zap_;
  Socket router_;
  std::optional<Monitor> monitor_;
  Poller poller_;
  std::string bound_;
  ServerCounters counters_;

  Connections connections_;
  std::unordered_set<int> live_;  // descriptors of open TCP connections
  std::set<PeerHandle> stalled_;  // with something in their queue
  std::set<std::pair<Instant, PeerHandle>> cuts_;
  std::unordered_set<std::string> expelled_;  // users, until ZAP admits them again
};

Result<> RouterServer::Bind(const Address& address) {
  SetCommonOptions(router_, address.may_be_ipv6());
  const int code = router_.Bind(address.Text());
  if (code == 0) {
    bound_ = router_.last_endpoint();
    return Success();
  }
  const std::string what = StrCat("cannot listen on ", address.Text());
  if (code == EADDRINUSE) {
    return BadInput(what, "another program listens on this port already",
                    StrCat("See which with: ss -ltnp 'sport = :", address.port,
                           "'; stop it, or choose another port (0 takes a free one)"));
  }
  if (code == EACCES) return BadInput(what, "this user may not", "Choose a port from 1024 on");
  return BadInput(what, zmq_strerror(code),
                  "Choose an address of this machine, or * for all of them");
}

void RouterServer::ReadMonitor() {
  while (const std::optional<MonitorReport> report = monitor_->Next()) {
    if (report->event == ConnectionEvent::kAccepted) live_.insert(report->value);
    if (report->event == ConnectionEvent::kHandshakeFailed) ++counters_.bad_handshake;
    if (report->event != ConnectionEvent::kDisconnected) continue;
    live_.erase(report->value);
    connections_.EndDescriptor(report->value);
  }
}

void RouterServer::AnswerZap() {
  const bool full = live_.size() > limits::kConnections;
  const Admission nobody = [](const CurvePublic&) { return std::optional<std::string>(); };
  while (true) {
    const ZapHandler::Answer answer = zap_.AnswerOne(full ? nobody : admission_);
    if (answer.outcome == ZapHandler::Outcome::kNothing) return;
    if (answer.outcome == ZapHandler::Outcome::kDenied) ++counters_.denied;
    if (answer.outcome == ZapHandler::Outcome::kAdmitted) expelled_.erase(answer.user);
  }
}

Connection* RouterServer::ConnectionOf(const Arrival& arrival) {
  Connection* known = connections_.Find(arrival.routing_id, arrival.user, arrival.fd);
  if (known != nullptr) return known;
  // Its connection was accepted before the message was: read that first, or a report that its
  // descriptor's last owner has gone would be taken for its own end.
  ReadMonitor();
  if (!live_.contains(arrival.fd)) return nullptr;
  Connection& added = connections_.Add(arrival.routing_id, arrival.user, arrival.fd);
  if (expelled_.contains(arrival.user)) Disconnect(added.handle);
  return &added;
}

void RouterServer::Accept(ServerInput& input, Arrival arrival) {
  if (arrival.user.empty() || arrival.frames == 0 ||
      !IsAutomaticRoutingId(AsSpan(arrival.routing_id))) {
    ++counters_.malformed;
    return;
  }
  const Connection* connection = ConnectionOf(arrival);
  if (connection == nullptr) return;
  if (connection->muted) {
    ++counters_.expelled;
    return;
  }
  if (arrival.oversized) {
    ++counters_.oversized;
    input.rejected.push_back({connection->handle, arrival.user, "oversized"});
  } else if (arrival.frames > limits::kFramesPerMessage) {
    ++counters_.malformed;
    input.rejected.push_back({connection->handle, arrival.user, "too_many_frames"});
  } else {
    ++counters_.received;
    counters_.bytes_in += arrival.envelope.size() + arrival.payload.size();
    input.messages.push_back({connection->handle, std::move(arrival.user),
                              std::move(arrival.envelope), std::move(arrival.payload)});
  }
}

void RouterServer::Receive(ServerInput& input, size_t most) {
  for (size_t i = 0; i < most; ++i) {
    std::optional<Arrival> arrival = ReceiveArrival(router_);
    if (!arrival) {
      // Nothing is left of what the ended connections sent before.
      input.gone = connections_.TakeEnded();
      return;
    }
    Accept(input, std::move(*arrival));
  }
}

RouterServer::Sent RouterServer::TrySend(const Connection& connection, const Parcel& parcel) {
  const int code = router_.Send(AsSpan(connection.routing_id), true);
  if (code == EAGAIN) return Sent::kFull;
  if (code != 0) return Sent::kGone;
  const bool has_payload = parcel.has_payload();
  router_.Send(AsSpan(parcel.envelope), has_payload);
  if (has_payload) router_.SendShared(parcel.payload);
  ++counters_.sent;
  counters_.bytes_out += parcel.bytes();
  return Sent::kYes;
}

SendResult RouterServer::SendShared(PeerHandle peer, std::string envelope,
                                    std::shared_ptr<const Bytes> payload) {
  Connection* connection = connections_.Find(peer);
  if (connection == nullptr || connection->ended || connection->muted) return {};
  Parcel parcel{std::move(envelope), std::move(payload)};
  if (!FitsFrames(parcel)) {
    ++counters_.oversized;
    return {};
  }
  if (connection->queue.empty()) {
    const Sent sent = TrySend(*connection, parcel);
    if (sent == Sent::kYes) return {true};
    if (sent == Sent::kGone) {
      connections_.End(peer);
      return {};
    }
  }
  if (!connection->queue.Push(std::move(parcel))) {
    ++counters_.queue_full;
    return {};
  }
  stalled_.insert(peer);
  return {true};
}

void RouterServer::FlushStalled() {
  for (auto it = stalled_.begin(); it != stalled_.end();) {
    Connection* connection = connections_.Find(*it);
    Sent sent = Sent::kYes;
    while (connection != nullptr && !connection->queue.empty() && sent == Sent::kYes) {
      sent = TrySend(*connection, connection->queue.front());
      if (sent == Sent::kYes) connection->queue.Pop();
    }
    if (sent == Sent::kGone) connections_.End(*it);
    it = sent == Sent::kFull ? std::next(it) : stalled_.erase(it);
  }
}

void RouterServer::Forget(PeerHandle peer) {
  Connection* connection = connections_.Find(peer);
  if (connection != nullptr) connection->queue.Clear();
  stalled_.erase(peer);
}

void RouterServer::Disconnect(PeerHandle peer) {
  Connection* connection = connections_.Find(peer);
  if (connection == nullptr || connection->muted) return;
  Forget(peer);
  connection->muted = true;
  cuts_.insert({ReadClocks().instant + kGoodbyeTime, peer});
}

void RouterServer::Expel(const std::string& user) {
  expelled_.insert(user);
  for (const PeerHandle peer : connections_.OfUser(user)) Disconnect(peer);
}

// libzmq cannot end one connection of a ROUTER; shutting its descriptor down makes it do so. That
// the descriptor is still this connection's is checked against all that the monitor has reported.
void RouterServer::Cut(Instant now) {
  while (!cuts_.empty() && cuts_.begin()->first <= now) {
    const PeerHandle peer = cuts_.begin()->second;
    cuts_.erase(cuts_.begin());
    ReadMonitor();
    const Connection* connection = connections_.Find(peer);
    if (connection != nullptr && !connection->ended && live_.contains(connection->fd))
      ::shutdown(connection->fd, SHUT_RDWR);
  }
}

std::optional<Instant> RouterServer::NextWake(std::optional<Instant> until) const {
  if (!stalled_.empty()) until = Earlier(until, ReadClocks().instant + kStalledRetry);
  if (!cuts_.empty()) until = Earlier(until, cuts_.begin()->first);
  return until;
}

ServerInput RouterServer::Poll(std::optional<Instant> until, size_t most) {
  while (true) {
    ServerInput input;
    std::optional<std::vector<int>> ready =
        poller_.Wait({{router_.get()}, {zap_.get()}, {monitor_->get()}}, NextWake(until));
    if (ready) input.ready = std::move(*ready);
    ReadMonitor();
    AnswerZap();
    Receive(input, most);
    FlushStalled();
    const Instant now = ReadClocks().instant;
    Cut(now);
    const bool empty = input.messages.empty() && input.rejected.empty() && input.gone.empty() &&
                       input.ready.empty();
    if (!empty || !ready || (until && now >= *until)) return input;
  }
}

}  // namespace

Result<std::unique_ptr<ServerSocket>> ServerSocket::Open(Options options) {
  HANSA_CHECK(options.admission != nullptr && options.curve_secret.size() == 32);
  const Address address = HANSA_TRY(ParseListenAddress(options.listen));
  auto server = std::make_unique<RouterServer>(std::move(options));
  HANSA_TRY(server->Bind(address));
  return std::unique_ptr<ServerSocket>(std::move(server));
}

}  // namespace hansa::transport
