#include "common/transport/server_socket.h"

#include <sys/socket.h>
#include <zmq.h>

#include <algorithm>
#include <unordered_set>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/transport/address.h"
#include "common/transport/arrival.h"
#include "common/transport/connections.h"
#include "common/transport/monitor.h"
#include "common/transport/poller.h"
#include "common/transport/socket_options.h"
#include "common/transport/tcp_connections.h"
#include "common/transport/zap_handler.h"
#include "common/transport/zmq_socket.h"

namespace hansa::transport {
namespace {

constexpr int kBacklog = 1024;
constexpr Duration kGoodbyeTime = seconds(1);
// A ROUTER does not say which peer can take messages again: ask this often while some wait.
constexpr Duration kStalledRetry = milliseconds(5);
// What connections have sent without finishing a message wakes nobody: look this often.
constexpr Duration kSizeCheck = milliseconds(250);
// Handshakes answered before messages have their turn again.
constexpr int kAnswersPerTurn = 256;

class RouterServer final : public ServerSocket {
 public:
  explicit RouterServer(Options options)
      : admission_(std::move(options.admission)),
        bounds_(WithinDescriptors(options.bounds)),
        zap_(context_),
        router_(context_, ZMQ_ROUTER),
        tcp_(bounds_) {
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
  bool HasRoom(PeerHandle peer) override;
  void Keep(PeerHandle peer) override;
  void Forget(PeerHandle peer) override;
  void Disconnect(PeerHandle peer) override;
  void Expel(const std::string& user) override;
  ServerCounters counters() const override;

 private:
  enum class Sent { kYes, kFull, kGone };

  void ReadMonitor();
  void Accepted(int fd);
  void AnswerZap();
  void Receive(ServerInput& input, size_t most);
  void Accept(ServerInput& input, Arrival arrival);
  Connection* ConnectionOf(const Arrival& arrival);
  Sent TrySend(const Connection& connection, const Parcel& parcel);
  void FlushStalled();
  bool Queue(Connection& connection, Parcel parcel);
  void CutSlowReader(Connection& connection);
  void CutSlowest();
  void Judge(Instant now);
  void Doom(const std::vector<TcpConnections::Doomed>& doomed, uint64_t& counter);
  void Cut(Instant now);
  std::optional<Instant> NextWake(std::optional<Instant> until) const;

  Admission admission_;
  const ServerBounds bounds_;
  Context context_;
  ZapHandler zap_;
  Socket router_;
  std::optional<Monitor> monitor_;
  Poller poller_;
  std::string bound_;
  ServerCounters counters_;

  Connections connections_;
  TcpConnections tcp_;
  std::vector<TcpConnections::Doomed> doomed_;  // to be cut in this turn
  Instant next_size_check_{};
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
    if (report->event == ConnectionEvent::kAccepted) Accepted(report->value);
    if (report->event == ConnectionEvent::kHandshakeFailed) ++counters_.bad_handshake;
    if (report->event != ConnectionEvent::kDisconnected) continue;
    tcp_.End(report->value);
    connections_.EndDescriptor(report->value);
  }
}

void RouterServer::Accepted(int fd) {
  const TcpConnections::Accepted accepted = tcp_.Accept(fd, ReadClocks().instant);
  if (accepted.excess == TcpConnections::Excess::kConnections)
    Doom({accepted.doomed}, counters_.connections_refused);
  if (accepted.excess == TcpConnections::Excess::kProbationers)
    Doom({accepted.doomed}, counters_.probation_full);
}

void RouterServer::AnswerZap() {
  for (int i = 0; i < kAnswersPerTurn; ++i) {
    const ZapHandler::Answer answer = zap_.AnswerOne(admission_);
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
  if (!tcp_.Contains(arrival.fd)) return nullptr;
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
  tcp_.Delivered(connection->fd);
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
  const uint64_t full = counters_.bytes_in + bounds_.turn_bytes;
  for (size_t i = 0; i < most && counters_.bytes_in < full; ++i) {
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
  return {Queue(*connection, std::move(parcel))};
}

bool RouterServer::Queue(Connection& connection, Parcel parcel) {
  if (!connection.queue.Push(std::move(parcel))) {
    ++counters_.queue_full;
    CutSlowReader(connection);
    return false;
  }
  stalled_.insert(connection.handle);
  const bool all_full = connections_.queued().bytes > bounds_.queued_bytes_in_all;
  if (all_full) CutSlowest();
  return !connection.muted;
}

// A message that is dropped would leave a hole in what the peer hears; a new connection starts
// anew. No goodbye: it would not be read.
void RouterServer::CutSlowReader(Connection& connection) {
  ++counters_.slow_readers;
  Forget(connection.handle);
  connection.muted = true;
  cuts_.insert({Instant{}, connection.handle});
}

void RouterServer::CutSlowest() {
  Connection* slowest = nullptr;
  for (const PeerHandle peer : stalled_) {
    Connection* connection = connections_.Find(peer);
    if (connection == nullptr) continue;
    if (slowest == nullptr || connection->queue.bytes() > slowest->queue.bytes())
      slowest = connection;
  }
  if (slowest != nullptr) CutSlowReader(*slowest);
}

bool RouterServer::HasRoom(PeerHandle peer) {
  const Connection* connection = connections_.Find(peer);
  return connection != nullptr && !connection->ended && !connection->muted &&
         connection->queue.size() <= limits::kOutboundQueueMessages / 2 &&
         connection->queue.bytes() <= limits::kOutboundQueueBytes / 2;
}

void RouterServer::Keep(PeerHandle peer) {
  const Connection* connection = connections_.Find(peer);
  if (connection != nullptr && !connection->ended) tcp_.Keep(connection->fd);
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

void RouterServer::Doom(const std::vector<TcpConnections::Doomed>& doomed, uint64_t& counter) {
  counter += doomed.size();
  doomed_.insert(doomed_.end(), doomed.begin(), doomed.end());
}

void RouterServer::Judge(Instant now) {
  Doom(tcp_.OverdueAt(now), counters_.probation_time);
  if (now < next_size_check_) return;
  next_size_check_ = now + kSizeCheck;
  Doom(tcp_.TooMuchOnProbation(), counters_.probation_bytes);
  Doom(tcp_.Unfinished(), counters_.unfinished);
}

// libzmq cannot end one connection of a ROUTER; shutting its descriptor down makes it do so. That
// the descriptor is still this connection's is checked against all that the monitor has reported.
void RouterServer::Cut(Instant now) {
  if (doomed_.empty() && (cuts_.empty() || cuts_.begin()->first > now)) return;
  ReadMonitor();
  for (const TcpConnections::Doomed& doomed : std::exchange(doomed_, {}))
    if (tcp_.Is(doomed)) ::shutdown(doomed.fd, SHUT_RDWR);
  while (!cuts_.empty() && cuts_.begin()->first <= now) {
    const Connection* connection = connections_.Find(cuts_.begin()->second);
    cuts_.erase(cuts_.begin());
    if (connection != nullptr && !connection->ended && tcp_.Contains(connection->fd))
      ::shutdown(connection->fd, SHUT_RDWR);
  }
}

ServerCounters RouterServer::counters() const {
  ServerCounters all = counters_;
  all.connections = tcp_.size();
  all.on_probation = tcp_.on_probation();
  all.queued_bytes = connections_.queued().bytes;
  all.queued_bytes_peak = connections_.queued().peak;
  return all;
}

std::optional<Instant> RouterServer::NextWake(std::optional<Instant> until) const {
  if (!stalled_.empty()) until = Earlier(until, ReadClocks().instant + kStalledRetry);
  if (!cuts_.empty()) until = Earlier(until, cuts_.begin()->first);
  if (tcp_.size() > 0) until = Earlier(until, next_size_check_);
  return Earlier(until, tcp_.NextOverdue());
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
    Judge(now);
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
