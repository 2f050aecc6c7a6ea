#include "common/transport/monitor.h"

#include <zmq.h>

#include <cstring>

#include "common/base/check.h"
#include "common/base/text.h"

namespace hansa::transport {
namespace {

constexpr int kEvents = ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_CONNECTED | ZMQ_EVENT_CLOSED |
                        ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_HANDSHAKE_SUCCEEDED |
                        ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL |
                        ZMQ_EVENT_HANDSHAKE_FAILED_AUTH;

ConnectionEvent EventOf(uint16_t number) {
  switch (number) {
    case ZMQ_EVENT_ACCEPTED:
      return ConnectionEvent::kAccepted;
    case ZMQ_EVENT_CONNECTED:
      return ConnectionEvent::kConnected;
    case ZMQ_EVENT_CLOSED:
      return ConnectionEvent::kConnectFailed;
    case ZMQ_EVENT_DISCONNECTED:
      return ConnectionEvent::kDisconnected;
    case ZMQ_EVENT_HANDSHAKE_SUCCEEDED:
      return ConnectionEvent::kHandshakeSucceeded;
    case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH:
      return ConnectionEvent::kHandshakeDenied;
    default:
      return ConnectionEvent::kHandshakeFailed;
  }
}

}  // namespace

Monitor::Monitor(Context& context, Socket& watched)
    : watched_(watched), reports_(context, ZMQ_PAIR) {
  const std::string address = StrCat("inproc://monitor-", watched.get());
  HANSA_CHECK(zmq_socket_monitor(watched.get(), address.c_str(), kEvents) == 0);
  // Without a bound: at a full queue the I/O thread would wait for us.
  reports_.SetInt(ZMQ_RCVHWM, 0);
  reports_.SetInt(ZMQ_LINGER, 0);
  HANSA_CHECK(reports_.Connect(address) == 0);
}

Monitor::~Monitor() { zmq_socket_monitor(watched_.get(), nullptr, 0); }

// Two frames: event (uint16) and value (uint32) in the machine's own order; the address.
std::optional<MonitorReport> Monitor::Next() {
  Frame head;
  if (!reports_.Receive(head)) return std::nullopt;
  HANSA_CHECK(head.bytes().size() == 6 && head.more());
  uint16_t number = 0;
  int32_t value = 0;
  std::memcpy(&number, head.bytes().data(), sizeof number);
  std::memcpy(&value, head.bytes().data() + sizeof number, sizeof value);
  Frame address;
  HANSA_CHECK(reports_.Receive(address));
  return MonitorReport{EventOf(number), value};
}

}  // namespace hansa::transport
