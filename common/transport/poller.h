#pragma once
// Waits for sockets, descriptors and a point in time at once.

#include <optional>
#include <vector>

#include "common/base/time.h"

namespace hansa::transport {

struct Awaited {
  void* socket;
  bool writable = false;  // also wake when it can take a message
};

class Poller {
 public:
  void Watch(int fd);
  void Unwatch(int fd);
  // Descriptors with something to read (or closed at the other end). Empty optional: a signal came.
  std::optional<std::vector<int>> Wait(const std::vector<Awaited>& sockets,
                                       std::optional<Instant> until);

 private:
  std::vector<int> watched_;
};

// The earlier of two points in time, of which either may be "never".
std::optional<Instant> Earlier(std::optional<Instant> a, std::optional<Instant> b);

}  // namespace hansa::transport
