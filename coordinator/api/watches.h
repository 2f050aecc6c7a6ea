#pragma once
// Operators who follow jobs: each gets a job's events in order from the index it asked for, then
// live, and a last reply once the job is over. No more is queued for a connection than it takes.

#include <functional>
#include <vector>

#include "coordinator/api/request.h"

namespace hansa::coordinator {

class Watches {
 public:
  static constexpr size_t kMost = 256;           // watches at a time
  static constexpr size_t kEventsAtATime = 128;  // per watch and turn

  Result<> Add(const v1::WatchJob& body, const Request& request, ServerState& state);
  void Gone(transport::PeerHandle peer);

  // Sends what is new. `send` returns false when the connection takes no more now. Returns whether
  // anything is left for a later turn.
  using SendFunction = std::function<bool(transport::PeerHandle, const v1::OperatorReply&)>;
  bool Pump(ServerState& state, const SendFunction& send);
  bool Watched(const std::string& job_id) const;

 private:
  struct Watch {
    transport::PeerHandle peer = 0;
    uint64_t request = 0;
    std::string job_id;
    uint64_t next = 0;
    bool over = false;
  };
  // False when the watch can send no more now.
  bool Send(Watch& watch, ServerState& state, const SendFunction& send);

  std::vector<Watch> watches_;
};

}  // namespace hansa::coordinator
