#pragma once
// What happens to the connections of one ZeroMQ socket, in order.

#include <optional>
#include <string>

#include "common/transport/zmq_socket.h"

namespace hansa::transport {

enum class ConnectionEvent {
  kAccepted,            // value: descriptor
  kConnected,           // TCP only; the handshake follows
  kConnectFailed,       // no TCP connection
  kHandshakeSucceeded,  // may be used
  kHandshakeDenied,     // by ZAP
  kHandshakeFailed,     // no detail: wrong key, another protocol, closed meanwhile
  kDisconnected,        // value: descriptor
};

struct MonitorReport {
  ConnectionEvent event;
  int value = 0;
};

class Monitor {
 public:
  Monitor(Context& context, Socket& watched);
  // Before the watched socket closes.
  ~Monitor();
  Monitor(const Monitor&) = delete;
  Monitor& operator=(const Monitor&) = delete;

  std::optional<MonitorReport> Next();
  void* get() const { return reports_.get(); }

 private:
  Socket& watched_;
  Socket reports_;
};

}  // namespace hansa::transport
