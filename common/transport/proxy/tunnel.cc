#include "common/transport/proxy/tunnel.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <thread>

#include "common/base/text.h"
#include "common/base/unique_fd.h"
#include "common/transport/proxy/byte_pipe.h"
#include "common/transport/proxy/handshake.h"
#include "common/transport/proxy/name_lookup.h"

namespace hansa::transport {
namespace {

using Part = ProxyFault::Part;

// As for a connection without a proxy (socket_options.cc); only the way to the proxy.
constexpr int kUnacknowledgedMillis = 30000;

// A name that the kernel chooses, of no file system: nothing is left behind.
UniqueFd ListenLocally(std::string& address) {
  UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  socklen_t size = sizeof name;
  auto* generic = reinterpret_cast<sockaddr*>(&name);
  const bool listens = fd.valid() && ::bind(fd.get(), generic, sizeof name.sun_family) == 0 &&
                       ::listen(fd.get(), 4) == 0 && ::getsockname(fd.get(), generic, &size) == 0;
  HANSA_CHECK(listens);
  const size_t length = size - offsetof(sockaddr_un, sun_path) - 1;
  address = StrCat("ipc://@", std::string_view(name.sun_path + 1, length));
  return fd;
}

bool IsThisProcess(int fd) {
  ucred peer{};
  socklen_t size = sizeof peer;
  return ::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.pid == ::getpid();
}

UniqueFd StartConnecting(const SocketAddress& address, int& fault) {
  UniqueFd fd(::socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const auto* generic = reinterpret_cast<const sockaddr*>(&address.storage);
  fault = fd.valid() && ::connect(fd.get(), generic, address.size) == 0 ? 0 : errno;
  if (fault == EINPROGRESS) fault = 0;
  return fd;
}

int PendingError(int fd) {
  int error = 0;
  socklen_t size = sizeof error;
  return ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

void TuneTcp(int fd) {
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &kUnacknowledgedMillis,
               sizeof kUnacknowledgedMillis);
}

}  // namespace

class ProxyTunnel::Run {
 public:
  Run(Options options, UniqueFd listener)
      : options_(std::move(options)), listener_(std::move(listener)), thread_([this] { All(); }) {}
  ~Run() {
    ::eventfd_write(end_.get(), 1);
    thread_.join();
  }
  void Abandon() { abandoned_ = true; }
  std::optional<ProxyFault> fault() const {
    const std::lock_guard lock(mutex_);
    return fault_;
  }

 private:
  enum class Awaited { kReady, kLate, kEnd };

  void All();
  Awaited Await(int fd, short events, Instant until) const;
  bool AcceptOwn();
  bool Connect();
  bool ConnectTo(const SocketAddress& address, Instant until);
  bool Handshake();
  bool Send(const SecretBytes& bytes);
  bool Receive(std::string& received);
  void Relay();
  bool RelayTurn(int timeout_ms);
  void FlushOut();

  bool Fail(Part part, Error error);
  bool FailToReach(std::string why);
  bool FailWaiting(Awaited awaited);

  const Options options_;
  UniqueFd listener_, local_, remote_;
  UniqueFd end_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
  std::atomic<bool> abandoned_ = false;
  mutable std::mutex mutex_;
  std::optional<ProxyFault> fault_;
  Instant deadline_ = ReadClocks().instant + options_.limit;
  BytePipe up_, down_;
  std::thread thread_;  // last: everything is there when it begins
};

void ProxyTunnel::Run::All() {
  sigset_t every;
  ::sigfillset(&every);
  ::pthread_sigmask(SIG_BLOCK, &every, nullptr);  // they are the other threads' business
  if (AcceptOwn() && Connect() && Handshake()) Relay();
  remote_.Reset();
  local_.Reset();  // tells ZeroMQ
}

ProxyTunnel::Run::Awaited ProxyTunnel::Run::Await(int fd, short events, Instant until) const {
  while (true) {
    const Duration left = until - ReadClocks().instant;
    if (left <= Duration::zero()) return Awaited::kLate;
    pollfd waiting[] = {{fd, events, 0}, {end_.get(), POLLIN, 0}};
    const auto millis = std::chrono::ceil<milliseconds>(left).count();
    if (::poll(waiting, 2, static_cast<int>(millis)) < 0) continue;
    if (waiting[1].revents != 0) return Awaited::kEnd;
    if (waiting[0].revents != 0) return Awaited::kReady;
  }
}

// Anyone on this machine may find the name and connect to it; others are sent away.
bool ProxyTunnel::Run::AcceptOwn() {
  while (Await(listener_.get(), POLLIN, deadline_) == Awaited::kReady) {
    local_ = UniqueFd(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (local_.valid() && IsThisProcess(local_.get())) {
      listener_.Reset();
      return true;
    }
    local_.Reset();
  }
  return false;
}

bool ProxyTunnel::Run::Fail(Part part, Error error) {
  const std::lock_guard lock(mutex_);
  fault_ = ProxyFault{part, std::move(error)};
  return false;
}

bool ProxyTunnel::Run::FailToReach(std::string why) {
  return Fail(Part::kProxy,
              Unreachable(StrCat("cannot reach the proxy ", options_.proxy->address.Text()),
                          std::move(why), "Check host and port of `proxy`, and that it runs"));
}

bool ProxyTunnel::Run::FailWaiting(Awaited awaited) {
  if (awaited == Awaited::kEnd) return false;
  return Fail(
      Part::kBehind,
      Unreachable(StrCat("the proxy ", options_.proxy->address.Text(), " did not connect to ",
                         options_.target.host, ":", options_.target.port),
                  StrCat("no answer within ", Seconds(options_.limit), " s"),
                  "Is hansa-coordinator running there, and may the proxy connect to it?"));
}

bool ProxyTunnel::Run::Connect() {
  NameLookup lookup(options_.proxy->address.host, options_.proxy->address.port);
  const Awaited found = Await(lookup.fd(), POLLIN, deadline_);
  if (found == Awaited::kEnd) return false;
  if (found == Awaited::kLate) return FailToReach("its name was not found in time");
  const auto addresses = lookup.Take();
  if (!addresses.ok()) return FailToReach(addresses.error().why);
  for (size_t i = 0; i < addresses->size(); ++i) {
    const bool last = i + 1 == addresses->size();
    const Instant patience = ReadClocks().instant + options_.one_address;
    if (ConnectTo((*addresses)[i], last ? deadline_ : std::min(deadline_, patience))) return true;
  }
  return false;
}

bool ProxyTunnel::Run::ConnectTo(const SocketAddress& address, Instant until) {
  int fault = 0;
  remote_ = StartConnecting(address, fault);
  if (fault != 0) return FailToReach(std::strerror(fault));
  const Awaited connected = Await(remote_.get(), POLLOUT, until);
  if (connected == Awaited::kEnd) return false;
  if (connected == Awaited::kLate) return FailToReach("no answer in time");
  if (const int error = PendingError(remote_.get()); error != 0)
    return FailToReach(std::strerror(error));
  TuneTcp(remote_.get());
  const std::lock_guard lock(mutex_);
  fault_.reset();  // of an address before this one
  return true;
}

bool ProxyTunnel::Run::Send(const SecretBytes& bytes) {
  ByteSpan left = bytes.Reveal();
  while (!left.empty()) {
    const Awaited writable = Await(remote_.get(), POLLOUT, deadline_);
    if (writable != Awaited::kReady) return FailWaiting(writable);
    const ssize_t sent = ::send(remote_.get(), left.data(), left.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) return FailToReach(std::strerror(errno));
    if (sent > 0) left = left.subspan(static_cast<size_t>(sent));
  }
  return true;
}

bool ProxyTunnel::Run::Receive(std::string& received) {
  const Awaited readable = Await(remote_.get(), POLLIN, deadline_);
  if (readable != Awaited::kReady) return FailWaiting(readable);
  char piece[2048];
  const ssize_t got = ::recv(remote_.get(), piece, sizeof piece, 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return true;
  if (got <= 0)
    return Fail(Part::kProtocol, Unreachable(StrCat("the proxy ", options_.proxy->address.Text(),
                                                    " ended the connection"),
                                             got < 0 ? std::strerror(errno) : "without an answer",
                                             "Check the kind of `proxy`, and ask who runs it"));
  received.append(piece, static_cast<size_t>(got));
  return true;
}

bool ProxyTunnel::Run::Handshake() {
  const auto handshake = MakeHandshake(*options_.proxy, options_.target);
  if (!Send(handshake->Begin())) return false;
  std::string received;
  while (true) {
    if (!Receive(received)) return false;
    ProxyHandshake::Step step = handshake->Take(received);
    received.erase(0, step.taken);
    if (step.fault) return Fail(step.fault->part, std::move(step.fault->error));
    if (!Send(step.to_send)) return false;
    if (step.open) break;
  }
  down_.Put(received);
  return true;
}

bool ProxyTunnel::Run::RelayTurn(int timeout_ms) {
  const auto events = [](const BytePipe& in, const BytePipe& out) {
    return static_cast<short>((in.wants_input() ? POLLIN : 0) | (out.empty() ? 0 : POLLOUT));
  };
  // poll always reports a hung-up descriptor: one that nothing is wanted of is left out.
  const short local = events(up_, down_), remote = events(down_, up_);
  pollfd waiting[] = {{local != 0 ? local_.get() : -1, local, 0},
                      {remote != 0 ? remote_.get() : -1, remote, 0},
                      {end_.get(), POLLIN, 0}};
  if (::poll(waiting, 3, timeout_ms) < 0) return errno == EINTR;
  if (waiting[2].revents != 0) return false;
  if (!up_.Move(local_.get(), remote_.get()) || !down_.Move(remote_.get(), local_.get()))
    return false;
  return !up_.done() && !down_.done();
}

void ProxyTunnel::Run::Relay() {
  while (RelayTurn(-1)) {
  }
  if (!abandoned_) FlushOut();
}

// What ZeroMQ wrote before it closed its end.
void ProxyTunnel::Run::FlushOut() {
  const Instant until = ReadClocks().instant + options_.flush;
  while (!up_.done() && ReadClocks().instant < until && !abandoned_) {
    pollfd waiting[] = {{up_.empty() ? local_.get() : remote_.get(),
                         static_cast<short>(up_.empty() ? POLLIN : POLLOUT), 0}};
    ::poll(waiting, 1, 10);
    if (!up_.Move(local_.get(), remote_.get())) return;
  }
}

ProxyTunnel::ProxyTunnel(Options options) {
  UniqueFd listener = ListenLocally(local_address_);
  run_ = std::make_unique<Run>(std::move(options), std::move(listener));
}

ProxyTunnel::~ProxyTunnel() = default;

std::optional<ProxyFault> ProxyTunnel::fault() const { return run_->fault(); }

void ProxyTunnel::Abandon() { run_->Abandon(); }

}  // namespace hansa::transport
