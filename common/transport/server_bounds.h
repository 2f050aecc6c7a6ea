#pragma once
// How much of everything a server socket keeps for its peers. The defaults are what the coordinator
// uses (limits.h says why); tests choose smaller ones.

#include <cstddef>

#include "common/base/limits.h"
#include "common/base/time.h"

namespace hansa::transport {

struct ServerBounds {
  size_t connections = limits::kConnections;  // less where the process may open fewer descriptors
  size_t probationers = limits::kProbationers;
  Duration probation = seconds(limits::kProbationSeconds);
  size_t probation_bytes = limits::kProbationBytes;
  size_t unfinished_bytes = limits::kUnfinishedBytes;  // per connection
  size_t unfinished_bytes_in_all = limits::kUnfinishedBytesInAll;
  size_t turn_bytes = limits::kTurnBytes;  // that one Poll returns, but for the last message
  size_t queued_bytes_in_all = limits::kOutboundBytesInAll;
};

// `bounds` with no more connections than three quarters of the descriptors that this process may
// open (the rest is for its files), and then no more than half of them on probation.
ServerBounds WithinDescriptors(ServerBounds bounds);

}  // namespace hansa::transport
