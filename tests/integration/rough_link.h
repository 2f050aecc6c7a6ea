#pragma once
// A stretch of network between sites and their coordinator that is as bad as a test wants it: slow,
// late, uneven, and now and then it ends a connection in one of the ways that real ones end. What
// happens to how many bytes is drawn from a seed; the times are the machine's.

#include <netinet/in.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "common/base/unique_fd.h"

namespace hansa::testing {

enum class Ending {
  kReset,     // both ends are told by RST
  kTruncate,  // both ends see an end, in the middle of whatever was under way
  kHalfOpen,  // the coordinator is told by RST; the site never is, and nobody takes what it sends
  kStall,     // nothing moves for a while; then everything goes on
};
inline constexpr size_t kEndings = 4;

struct Roughness {
  std::chrono::milliseconds latency{0};  // one way
  std::chrono::milliseconds jitter{0};   // on top: drawn from 0 to this. The order stays
  uint64_t bytes_per_second = 0;         // of each connection, each way; 0: no bound
  uint64_t ends_after = 0;               // bytes of a connection, on average; 0: never
  std::vector<Ending> endings;           // to draw from
  std::chrono::milliseconds stall{1500};
  uint64_t seed = 1;
};

// Carries TCP connections to `server` ("tcp://127.1.2.3:4567") in a thread of its own.
class RoughLink {
 public:
  RoughLink(const std::string& server, Roughness roughness);
  ~RoughLink();

  const std::string& address() const { return address_; }
  uint64_t carried() const { return carried_; }
  uint64_t ended(Ending ending) const { return ended_[static_cast<size_t>(ending)]; }
  // From now on it ends no connection.
  void Calm() { calm_ = true; }

 private:
  using Clock = std::chrono::steady_clock;
  struct Parcel {
    Clock::time_point due;
    std::string bytes;
  };
  struct Direction {
    std::deque<Parcel> on_the_way;
    Clock::time_point last_due, line_free;
    bool ended = false;
  };
  struct Connection {
    UniqueFd site, coordinator;
    Direction up, down;
    uint64_t left = UINT64_MAX;  // bytes until it ends
    Clock::time_point stalled_until;
    bool half_open = false;
    bool over = false;
  };

  void Serve();
  void Turn(Connection& connection);
  void Accept();
  bool Take(Connection& connection, Direction& direction, const UniqueFd& from);
  bool Deliver(Direction& direction, const UniqueFd& to);
  void End(Connection& connection);
  uint64_t DrawLife();

  const Roughness roughness_;
  sockaddr_in server_{};
  std::string address_;
  UniqueFd listener_;
  std::vector<std::unique_ptr<Connection>> connections_;  // of the thread, as is random_
  std::mt19937_64 random_;
  std::atomic<uint64_t> carried_ = 0;
  std::array<std::atomic<uint64_t>, kEndings> ended_{};
  std::atomic<bool> ending_ = false, calm_ = false;
  std::thread thread_;
};

}  // namespace hansa::testing
