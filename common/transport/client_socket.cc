#include "common/transport/client_socket.h"

#include <zmq.h>

#include "common/base/limits.h"
#include "common/transport/address.h"
#include "common/transport/backoff.h"
#include "common/transport/monitor.h"
#include "common/transport/outbound_queue.h"
#include "common/transport/poller.h"
#include "common/transport/proxy/tunnel.h"
#include "common/transport/socket_options.h"
#include "common/transport/zmq_socket.h"

namespace hansa::transport {
namespace {

constexpr size_t kMessagesPerPoll = 64;
// More than the high-water mark lets through.
constexpr size_t kMessagesAtEnd = 1024;
// One failed handshake may be a coordinator that was just stopping.
constexpr int kFailuresOfWrongKey = 3;
// A connection that lived this long was a success: the next attempt starts with a short wait again.
constexpr Duration kLivedLong = seconds(1);

// One socket and what is known of it; made anew for each attempt.
struct Link {
  Link(Context& context, const ClientSocket::Options& options, const std::string& address,
       bool ipv6)
      : dealer(context, ZMQ_DEALER) {
    SetCommonOptions(dealer, ipv6);
    SetPings(dealer);
    dealer.SetInt(ZMQ_RECONNECT_IVL, -1);  // we do that
    dealer.SetBytes(ZMQ_CURVE_SERVERKEY, options.server_key);
    dealer.SetBytes(ZMQ_CURVE_PUBLICKEY, options.own.public_key);
    dealer.SetBytes(ZMQ_CURVE_SECRETKEY, options.own.secret_key.Reveal());
    monitor.emplace(context, dealer);
    dealer.Connect(address);  // a failure shows as an attempt that takes too long
  }

  // Throws away what was not sent.
  void Abandon() { dealer.SetInt(ZMQ_LINGER, 0); }

  Socket dealer;
  std::optional<Monitor> monitor;
};

class DealerClient final : public ClientSocket {
 public:
  DealerClient(Options options, Address address, RandomSource& random)
      : options_(std::move(options)),
        address_(std::move(address)),
        backoff_(options_.first_retry, options_.longest_retry, random) {
    Start();
  }

  ClientInput Poll(std::optional<Instant> until) override;
  void Watch(int fd) override { poller_.Watch(fd); }
  void Unwatch(int fd) override { poller_.Unwatch(fd); }
  bool Send(std::string envelope, Bytes payload) override {
    return SendShared(std::move(envelope), std::make_shared<const Bytes>(std::move(payload)));
  }
  bool SendShared(std::string envelope, std::shared_ptr<const Bytes> payload) override;
  void Reconnect() override;
  bool connected() const override { return state_ == State::kConnected; }
  const std::optional<ProxyFault>& proxy_fault() const override { return proxy_fault_; }

 private:
  enum class State { kConnecting, kConnected, kWaiting, kGivenUp };

  void Start();
  void Drop(State next);
  void ReadMonitor(ClientInput& input);
  std::optional<LinkEvent> OnReport(ConnectionEvent event);
  LinkEvent OnLost();
  LinkEvent OnFailedHandshake();
  void LookAtProxy();
  void Receive(ClientInput& input, size_t most);
  bool TrySend(const Parcel& parcel);
  void Flush();
  std::optional<std::vector<int>> Wait(std::optional<Instant> until);
  void Turn(ClientInput& input);

  Options options_;
  Address address_;
  Backoff backoff_;
  std::optional<ProxyTunnel> tunnel_;  // of link_; outlives what the context still sends by it
  Context context_;
  std::optional<Link> link_;
  Poller poller_;
  OutboundQueue queue_;

  State state_ = State::kWaiting;
  Instant deadline_{};  // of the attempt, or of the wait before the next
  Instant connected_at_{};
  int failed_handshakes_ = 0;  // in a row
  std::optional<ProxyFault> proxy_fault_;
  bool report_lost_ = false;  // after Reconnect
};

void DealerClient::Start() {
  if (options_.proxy) {
    tunnel_.emplace(ProxyTunnel::Options{.proxy = options_.proxy, .target = address_});
    link_.emplace(context_, options_, tunnel_->local_address(), false);
  } else {
    link_.emplace(context_, options_, address_.Text(), address_.may_be_ipv6());
  }
  state_ = State::kConnecting;
  deadline_ = ReadClocks().instant + options_.attempt;
}

void DealerClient::Drop(State next) {
  const Instant now = ReadClocks().instant;
  if (connected() && now - connected_at_ >= kLivedLong) backoff_.Reset();
  if (link_) link_->Abandon();
  link_.reset();
  LookAtProxy();
  queue_.Clear();
  state_ = next;
  deadline_ = now + backoff_.Next();
  if (proxy_fault_ && proxy_fault_->part == ProxyFault::Part::kAuthentication)
    deadline_ = std::max(deadline_, now + options_.wait_after_wrong_login);
}

// What is known of the attempt that is over.
void DealerClient::LookAtProxy() {
  if (!tunnel_) return;
  proxy_fault_ = tunnel_->fault();
  tunnel_->Abandon();
  tunnel_.reset();
}

LinkEvent DealerClient::OnLost() {
  const bool was_connected = connected();
  Drop(State::kWaiting);
  return was_connected ? LinkEvent::kDisconnected : LinkEvent::kUnreachable;
}

LinkEvent DealerClient::OnFailedHandshake() {
  Drop(State::kWaiting);
  if (proxy_fault_) {  // it never came to one
    failed_handshakes_ = 0;
    return LinkEvent::kUnreachable;
  }
  if (++failed_handshakes_ % kFailuresOfWrongKey != 0) return LinkEvent::kUnreachable;
  return LinkEvent::kWrongServerKey;
}

std::optional<LinkEvent> DealerClient::OnReport(ConnectionEvent event) {
  switch (event) {
    case ConnectionEvent::kHandshakeSucceeded:
      state_ = State::kConnected;
      connected_at_ = ReadClocks().instant;
      failed_handshakes_ = 0;
      proxy_fault_.reset();
      return LinkEvent::kConnected;
    case ConnectionEvent::kHandshakeDenied:
      Drop(options_.give_up_when_denied ? State::kGivenUp : State::kWaiting);
      return LinkEvent::kDenied;
    case ConnectionEvent::kHandshakeFailed:
      return OnFailedHandshake();
    case ConnectionEvent::kConnectFailed:
      failed_handshakes_ = 0;
      return OnLost();
    case ConnectionEvent::kDisconnected:
      return OnLost();
    case ConnectionEvent::kAccepted:
    case ConnectionEvent::kConnected:
      return std::nullopt;
  }
  return std::nullopt;
}

// Up to the first change, so that a Poll reports one.
void DealerClient::ReadMonitor(ClientInput& input) {
  while (link_ && input.events.empty()) {
    const std::optional<MonitorReport> report = link_->monitor->Next();
    if (!report) return;
    // What a connection sent before it ended counts.
    if (connected()) Receive(input, kMessagesAtEnd);
    const std::optional<LinkEvent> event = OnReport(report->event);
    if (event) input.events.push_back(*event);
  }
}

void DealerClient::Receive(ClientInput& input, size_t most) {
  for (size_t i = 0; i < most; ++i) {
    Frame frame;
    if (!link_->dealer.Receive(frame)) return;
    ClientInput::Message message{ToString(frame.bytes()), {}};
    bool fits = frame.bytes().size() <= limits::kFrameBytes;
    for (size_t count = 2; frame.more() && link_->dealer.Receive(frame); ++count) {
      fits =
          fits && count <= limits::kFramesPerMessage && frame.bytes().size() <= limits::kFrameBytes;
      if (fits) message.payload = frame.Take();
    }
    if (fits) input.messages.push_back(std::move(message));
  }
}

bool DealerClient::TrySend(const Parcel& parcel) {
  const bool has_payload = parcel.has_payload();
  if (link_->dealer.Send(AsSpan(parcel.envelope), has_payload) != 0) return false;
  if (has_payload) link_->dealer.SendShared(parcel.payload);
  return true;
}

bool DealerClient::SendShared(std::string envelope, std::shared_ptr<const Bytes> payload) {
  Parcel parcel{std::move(envelope), std::move(payload)};
  if (!connected() || !FitsFrames(parcel)) return false;
  if (queue_.empty() && TrySend(parcel)) return true;
  return queue_.Push(std::move(parcel));
}

void DealerClient::Flush() {
  while (!queue_.empty() && TrySend(queue_.front())) queue_.Pop();
}

void DealerClient::Reconnect() {
  report_lost_ = report_lost_ || connected();
  if (state_ == State::kConnected || state_ == State::kConnecting) Drop(State::kWaiting);
}

std::optional<std::vector<int>> DealerClient::Wait(std::optional<Instant> until) {
  if (state_ == State::kConnecting || state_ == State::kWaiting) until = Earlier(until, deadline_);
  std::vector<Awaited> sockets;
  if (link_) {
    sockets.push_back({link_->dealer.get(), !queue_.empty()});
    sockets.push_back({link_->monitor->get()});
  }
  return poller_.Wait(sockets, until);
}

void DealerClient::Turn(ClientInput& input) {
  ReadMonitor(input);
  const bool late = ReadClocks().instant >= deadline_;
  if (state_ == State::kConnecting && late) input.events.push_back(OnLost());
  if (state_ == State::kWaiting && late) Start();
  if (!connected()) return;
  Flush();
  Receive(input, kMessagesPerPoll);
}

ClientInput DealerClient::Poll(std::optional<Instant> until) {
  while (true) {
    ClientInput input;
    if (std::exchange(report_lost_, false)) {
      input.events.push_back(LinkEvent::kDisconnected);
      return input;
    }
    std::optional<std::vector<int>> ready = Wait(until);
    if (ready) input.ready = std::move(*ready);
    Turn(input);
    const bool empty = input.messages.empty() && input.events.empty() && input.ready.empty();
    if (!empty || !ready || (until && ReadClocks().instant >= *until)) return input;
  }
}

}  // namespace

Result<std::unique_ptr<ClientSocket>> ClientSocket::Open(Options options, RandomSource& random) {
  HANSA_CHECK(options.own.secret_key.size() == 32);
  Address address = HANSA_TRY(ParsePeerAddress(options.address));
  return std::unique_ptr<ClientSocket>(
      std::make_unique<DealerClient>(std::move(options), std::move(address), random));
}

}  // namespace hansa::transport
