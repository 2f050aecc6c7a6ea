#pragma once
// A stretch of network between a site and its coordinator that can fall silent or be cut, after an
// exact number of bytes.

#include <netinet/in.h>

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "common/base/unique_fd.h"

namespace hansa::testing {

enum class LinkState {
  kUp,
  kSilent,  // takes nothing and gives nothing; nobody is told
  kCut,     // both ends are reset, and so is whoever connects anew
};

// Carries TCP connections to `server` ("tcp://127.1.2.3:4567") in a thread of its own. The other
// functions may be called by any thread.
class FaultyLink {
 public:
  explicit FaultyLink(const std::string& server);
  ~FaultyLink();

  const std::string& address() const { return address_; }
  // Bytes that went through, in both directions.
  uint64_t carried() const { return carried_; }
  // After so many more bytes the link gets into `state`.
  void BreakAfter(uint64_t bytes, LinkState state);
  void Restore() { state_ = LinkState::kUp; }
  // Waits up to half a minute until it is broken.
  bool AwaitBroken() const;

 private:
  struct Connection {
    UniqueFd site, coordinator;
  };
  void Serve();
  void Accept();
  bool Carry(const UniqueFd& from, const UniqueFd& to);
  void Break();
  static void Reset(Connection& connection);

  sockaddr_in server_{};
  std::string address_;
  UniqueFd listener_;
  std::vector<Connection> connections_;  // of the thread
  std::atomic<LinkState> state_{LinkState::kUp};
  std::atomic<LinkState> next_state_{LinkState::kUp};
  std::atomic<uint64_t> carried_{0};
  std::atomic<uint64_t> break_at_{UINT64_MAX};  // of carried_
  std::atomic<bool> ending_{false};
  std::thread thread_;
};

}  // namespace hansa::testing
