#include "common/transport/arrival.h"

#include "common/base/limits.h"

namespace hansa::transport {
namespace {

void TakeFrame(Arrival& arrival, Frame& frame) {
  arrival.frames += 1;
  if (arrival.frames == 1) {  // the routing id does not always carry them
    arrival.user = frame.user_id();
    arrival.fd = frame.connection();
  }
  if (frame.bytes().size() > limits::kFrameBytes) arrival.oversized = true;
  if (arrival.oversized) return;
  if (arrival.frames == 1) arrival.envelope = ToString(frame.bytes());
  if (arrival.frames == 2) arrival.payload = frame.Take();
}

}  // namespace

bool IsAutomaticRoutingId(ByteSpan id) { return id.size() == 5 && id[0] == 0; }

std::optional<Arrival> ReceiveArrival(Socket& router) {
  Frame frame;
  if (!router.Receive(frame)) return std::nullopt;
  Arrival arrival;
  arrival.routing_id = ToString(frame.bytes());
  while (frame.more() && router.Receive(frame)) TakeFrame(arrival, frame);
  return arrival;
}

}  // namespace hansa::transport
