#pragma once
// The server's open TCP connections, by descriptor, from accept to end: which are on probation (not
// known to the application yet), and how much each has sent since its last complete message. That
// is what libzmq may hold of it in memory, and libzmq has no bound of its own for the frames of a
// message that never ends. Decides whom to cut; never cuts. Belongs to the server's thread.

#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "common/base/time.h"
#include "common/transport/server_bounds.h"

namespace hansa::transport {

class TcpConnections {
 public:
  explicit TcpConnections(const ServerBounds& bounds) : bounds_(bounds) {}

  // A descriptor's number is used again; its serial is not.
  using Serial = uint64_t;
  struct Doomed {
    int fd = -1;
    Serial serial = 0;
  };
  enum class Excess { kNone, kConnections, kProbationers };
  struct Accepted {
    Excess excess = Excess::kNone;
    Doomed doomed;  // the new one when there are too many; the oldest on probation
  };

  Accepted Accept(int fd, Instant now);
  void End(int fd);
  // The application knows who it is.
  void Keep(int fd);
  // A complete message came by it.
  void Delivered(int fd);

  bool Contains(int fd) const { return by_fd_.contains(fd); }
  bool Is(const Doomed& doomed) const;
  size_t size() const { return by_fd_.size(); }
  size_t on_probation() const { return probation_.size(); }

  // Each is named once.
  std::vector<Doomed> OverdueAt(Instant now);
  std::vector<Doomed> TooMuchOnProbation();
  std::vector<Doomed> Unfinished();
  // When the oldest probation ends; empty: nobody is on probation.
  std::optional<Instant> NextOverdue() const;

 private:
  struct Open {
    Serial serial = 0;
    Instant accepted{};
    uint64_t bytes_at_message = 0;  // taken in when the last complete message came
    bool kept = false;
    bool doomed = false;
  };
  Doomed Doom(int fd, Open& open);

  const ServerBounds bounds_;
  std::unordered_map<int, Open> by_fd_;
  std::map<Serial, int> probation_;  // oldest first
  Serial last_ = 0;
};

}  // namespace hansa::transport
