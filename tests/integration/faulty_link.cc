#include "tests/integration/faulty_link.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>

#include "tests/integration/loopback.h"

namespace hansa::testing {
namespace {

constexpr int kTurnMillis = 2;  // how soon a change of state is seen

UniqueFd Tcp() { return UniqueFd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)); }

}  // namespace

FaultyLink::FaultyLink(const std::string& server)
    : server_(TcpAddress(server)), listener_(ListenOnLoopback(address_)) {
  thread_ = std::thread([this] { Serve(); });
}

FaultyLink::~FaultyLink() {
  ending_ = true;
  thread_.join();
}

void FaultyLink::BreakAfter(uint64_t bytes, LinkState state) {
  next_state_ = state;
  break_at_ = carried_ + bytes;
}

bool FaultyLink::AwaitBroken() const {
  for (int i = 0; i < 15000; ++i) {
    if (state_ != LinkState::kUp) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(kTurnMillis));
  }
  return false;
}

void FaultyLink::Serve() {
  while (!ending_) {
    if (state_ == LinkState::kSilent) {
      std::this_thread::sleep_for(std::chrono::milliseconds(kTurnMillis));
      continue;
    }
    std::vector<pollfd> waiting = {{listener_.get(), POLLIN, 0}};
    for (const Connection& connection : connections_) {
      waiting.push_back({connection.site.get(), POLLIN, 0});
      waiting.push_back({connection.coordinator.get(), POLLIN, 0});
    }
    ::poll(waiting.data(), waiting.size(), kTurnMillis);
    for (size_t i = 0; i < connections_.size(); ++i) {
      Connection& c = connections_[i];
      const bool up = waiting[2 * i + 1].revents != 0;
      const bool down = waiting[2 * i + 2].revents != 0;
      if ((up && !Carry(c.site, c.coordinator)) || (down && !Carry(c.coordinator, c.site)))
        c = Connection{};
    }
    if (waiting[0].revents != 0) Accept();
    Break();
    std::erase_if(connections_, [](const Connection& c) { return !c.site.valid(); });
  }
}

void FaultyLink::Accept() {
  Connection made{UniqueFd(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC)), Tcp()};
  if (!made.site.valid()) return;
  const auto* server = reinterpret_cast<const sockaddr*>(&server_);
  if (::connect(made.coordinator.get(), server, sizeof server_) != 0) return Reset(made);
  connections_.push_back(std::move(made));
}

// False when one end is gone.
bool FaultyLink::Carry(const UniqueFd& from, const UniqueFd& to) {
  if (state_ != LinkState::kUp || carried_ >= break_at_) return true;
  std::array<char, 16384> buffer{};
  const uint64_t left = break_at_ - carried_;
  const ssize_t got =
      ::recv(from.get(), buffer.data(), std::min<uint64_t>(buffer.size(), left), MSG_DONTWAIT);
  if (got < 0) return errno == EAGAIN;
  if (got == 0) return false;
  if (::send(to.get(), buffer.data(), static_cast<size_t>(got), MSG_NOSIGNAL) != got) return false;
  carried_ += static_cast<uint64_t>(got);
  return true;
}

// Who sees the new state sees what it did, too.
void FaultyLink::Break() {
  const bool now = carried_ >= break_at_;
  const LinkState state = now ? next_state_.load() : state_.load();
  if (state == LinkState::kCut)
    for (Connection& connection : connections_) Reset(connection);
  if (!now) return;
  break_at_ = UINT64_MAX;
  state_ = state;
}

void FaultyLink::Reset(Connection& connection) {
  ResetAtClose(connection.site);
  ResetAtClose(connection.coordinator);
  connection = Connection{};
}

}  // namespace hansa::testing
