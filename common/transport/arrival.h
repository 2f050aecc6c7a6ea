#pragma once
// One message as a ROUTER reads it.

#include <optional>
#include <string>

#include "common/base/bytes.h"
#include "common/transport/zmq_socket.h"

namespace hansa::transport {

// All frames of one message, with everything beyond the second thrown away as it is read.
struct Arrival {
  std::string routing_id;
  std::string user;  // as ZAP gave it
  int fd = -1;
  std::string envelope;
  SharedBytes payload;
  size_t frames = 0;       // after the routing id
  bool oversized = false;  // a frame was larger than limits::kFrameBytes
};

// Empty: nothing there.
std::optional<Arrival> ReceiveArrival(Socket& router);

// Routing ids are libzmq's own, five bytes from zero on. A peer that picks its own could try to
// receive what is meant for another.
bool IsAutomaticRoutingId(ByteSpan id);

}  // namespace hansa::transport
