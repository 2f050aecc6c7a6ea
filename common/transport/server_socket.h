#pragma once
// The coordinator's one port: a ZeroMQ ROUTER with CURVE, its ZAP answers, and bounded queues of
// our own per peer. All of it belongs to the thread that calls Poll.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/base/time.h"
#include "common/transport/curve_keys.h"

namespace hansa::transport {

// What ZAP says of a peer's CURVE key: a user id such as "site:1f…", "invite:1f…", "operator:1f…";
// empty: denied. Asked at each handshake.
using Admission = std::function<std::optional<std::string>(const CurvePublic& key)>;

// A connection, valid until the peer reconnects. Never an identity: use `user`.
using PeerHandle = uint64_t;

struct Received {
  PeerHandle peer = 0;
  std::string user;      // the user id that ZAP gave, on every message
  std::string envelope;  // first frame
  Bytes payload;         // second frame, or empty
};

struct SendResult {
  bool queued = false;  // false: the peer is gone or its queue is full
};

struct ServerCounters {
  uint64_t received = 0, sent = 0, bytes_in = 0, bytes_out = 0;
  uint64_t denied = 0, oversized = 0, malformed = 0, queue_full = 0;
};

class ServerSocket {
 public:
  struct Options {
    std::string listen;  // "tcp://127.0.0.1:0"
    SecretBytes curve_secret;
    Admission admission;
  };
  // kRefused... kUnreachable with the reason when the port is in use (names the address and what to
  // do).
  static Result<std::unique_ptr<ServerSocket>> Open(Options options);
  virtual ~ServerSocket() = default;

  virtual std::string bound_address() const = 0;  // with the real port
  // Waits until a message, a watched descriptor, or `until`; returns what is ready, at most `most`
  // messages.
  virtual std::vector<Received> Poll(std::optional<Instant> until, size_t most) = 0;
  // Also wake for this descriptor (signalfd, eventfd of a worker pool); Poll then returns early.
  virtual void Watch(int fd) = 0;
  virtual SendResult Send(PeerHandle peer, std::string envelope, Bytes payload = {}) = 0;
  virtual void Forget(PeerHandle peer) = 0;  // drop its queue
  virtual ServerCounters counters() const = 0;
};

}  // namespace hansa::transport
