#include "tests/integration/rough_link.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>

#include "common/base/text.h"
#include "tests/integration/loopback.h"

namespace hansa::testing {
namespace {

using std::chrono::milliseconds;

constexpr size_t kPiece = 4096;
constexpr size_t kPiecesOnTheWay = 64;  // then the sender waits, as behind a full router
constexpr milliseconds kTurn{2};

bool WouldWait() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

}  // namespace

RoughLink::RoughLink(const std::string& server, Roughness roughness)
    : roughness_(std::move(roughness)),
      server_(TcpAddress(server)),
      listener_(ListenOnLoopback(address_)),
      random_(roughness_.seed),
      thread_([this] { Serve(); }) {}

RoughLink::~RoughLink() {
  ending_ = true;
  thread_.join();
}

void RoughLink::Serve() {
  while (!ending_) {
    std::vector<pollfd> waiting = {{listener_.get(), POLLIN, 0}};
    for (const auto& connection : connections_) {
      waiting.push_back({connection->site.get(), POLLIN, 0});
      waiting.push_back({connection->coordinator.get(), POLLIN, 0});
    }
    ::poll(waiting.data(), waiting.size(), static_cast<int>(kTurn.count()));
    // A descriptor that is over or waits for its turn would be reported at once, for ever.
    std::this_thread::sleep_for(std::chrono::microseconds(300));
    Accept();
    for (const auto& connection : connections_) Turn(*connection);
    std::erase_if(connections_, [](const auto& connection) { return connection->over; });
  }
}

uint64_t RoughLink::DrawLife() {
  if (roughness_.ends_after == 0 || roughness_.endings.empty()) return UINT64_MAX;
  return 1 + random_() % (2 * roughness_.ends_after);
}

void RoughLink::Accept() {
  UniqueFd site(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (!site.valid()) return;
  auto made = std::make_unique<Connection>();
  made->site = std::move(site);
  made->coordinator = UniqueFd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const auto* server = reinterpret_cast<const sockaddr*>(&server_);
  if (::connect(made->coordinator.get(), server, sizeof server_) != 0) return;  // refused: so be it
  ::fcntl(made->coordinator.get(), F_SETFL, O_NONBLOCK);
  made->left = DrawLife();
  connections_.push_back(std::move(made));
}

// False: that end is gone.
bool RoughLink::Take(Connection& connection, Direction& direction, const UniqueFd& from) {
  if (direction.ended || direction.on_the_way.size() >= kPiecesOnTheWay) return true;
  const uint64_t most = calm_ ? kPiece : std::min<uint64_t>(kPiece, connection.left);
  if (most == 0) return true;
  std::string bytes(most, '\0');
  const ssize_t got = ::recv(from.get(), bytes.data(), bytes.size(), 0);
  if (got < 0) return WouldWait();
  direction.ended = got == 0;
  if (got == 0) return true;
  bytes.resize(static_cast<size_t>(got));
  carried_ += bytes.size();
  if (!calm_ && connection.left != UINT64_MAX) connection.left -= bytes.size();
  direction.line_free = std::max(direction.line_free, Clock::now());
  if (roughness_.bytes_per_second > 0)
    direction.line_free +=
        std::chrono::microseconds(1'000'000 * bytes.size() / roughness_.bytes_per_second);
  const auto extra = static_cast<uint64_t>(roughness_.jitter.count());
  const milliseconds late = roughness_.latency + milliseconds(extra ? random_() % (extra + 1) : 0);
  direction.last_due = std::max(direction.last_due, direction.line_free + late);
  direction.on_the_way.push_back({direction.last_due, std::move(bytes)});
  return true;
}

bool RoughLink::Deliver(Direction& direction, const UniqueFd& to) {
  while (!direction.on_the_way.empty() && direction.on_the_way.front().due <= Clock::now()) {
    std::string& bytes = direction.on_the_way.front().bytes;
    const ssize_t sent = ::send(to.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0) return WouldWait();
    bytes.erase(0, static_cast<size_t>(sent));
    if (!bytes.empty()) return true;
    direction.on_the_way.pop_front();
  }
  return !direction.ended || !direction.on_the_way.empty();
}

void RoughLink::Turn(Connection& c) {
  if (c.half_open) {  // until the site gives up by itself
    pollfd site{c.site.get(), POLLRDHUP, 0};
    c.over = ::poll(&site, 1, 0) > 0;
    return;
  }
  if (Clock::now() < c.stalled_until) return;
  const bool alive = Take(c, c.up, c.site) && Take(c, c.down, c.coordinator) &&
                     Deliver(c.up, c.coordinator) && Deliver(c.down, c.site);
  if (!alive) c.over = true;
  if (alive && c.left == 0 && !calm_) End(c);
}

void RoughLink::End(Connection& c) {
  const Ending ending = roughness_.endings[random_() % roughness_.endings.size()];
  ++ended_[static_cast<size_t>(ending)];
  switch (ending) {
    case Ending::kReset:
      ResetAtClose(c.site);
      ResetAtClose(c.coordinator);
      c.over = true;
      return;
    case Ending::kTruncate:
      c.over = true;
      return;
    case Ending::kHalfOpen:
      ResetAtClose(c.coordinator);
      c.coordinator.Reset();
      c.half_open = true;
      return;
    case Ending::kStall:
      c.stalled_until = Clock::now() + roughness_.stall;
      c.left = DrawLife();
      return;
  }
}

}  // namespace hansa::testing
