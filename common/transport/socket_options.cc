#include "common/transport/socket_options.h"

#include <zmq.h>

#include "common/base/limits.h"

namespace hansa::transport {
namespace {

// Messages between us and ZeroMQ's own thread; what a slow peer leaves behind waits in our queues.
constexpr int kHighWaterMark = 16;

// libzmq measures the encrypted frame (33 bytes more) and closes the connection of a larger one
// without a word. The room above the limit lets us name a frame that is only a little too large.
constexpr int64_t kFrameRoom = 4096;

// Ping an idle connection; end it when nothing of it was acknowledged for half a minute (TCP), or
// nothing came back in a minute (a hung process; long enough for a full frame on a slow line).
constexpr int kHeartbeatMillis = 5000;
constexpr int kUnacknowledgedMillis = 30000;
constexpr int kSilenceMillis = 60000;
constexpr int kHandshakeMillis = 10000;

}  // namespace

void SetCommonOptions(Socket& socket, bool ipv6) {
  socket.SetInt(ZMQ_IPV6, ipv6 ? 1 : 0);
  socket.SetInt(ZMQ_LINGER, kLingerMillis);
  socket.SetInt(ZMQ_SNDHWM, kHighWaterMark);
  socket.SetInt(ZMQ_RCVHWM, kHighWaterMark);
  socket.SetInt64(ZMQ_MAXMSGSIZE, static_cast<int64_t>(limits::kFrameBytes) + kFrameRoom);
  socket.SetInt(ZMQ_TCP_MAXRT, kUnacknowledgedMillis);
  socket.SetInt(ZMQ_HANDSHAKE_IVL, kHandshakeMillis);
}

void SetPings(Socket& socket) {
  socket.SetInt(ZMQ_HEARTBEAT_IVL, kHeartbeatMillis);
  socket.SetInt(ZMQ_HEARTBEAT_TIMEOUT, kSilenceMillis);
  socket.SetInt(ZMQ_HEARTBEAT_TTL, kSilenceMillis);
}

}  // namespace hansa::transport
