#pragma once
// The coordinator's one port: a ZeroMQ ROUTER with CURVE, its ZAP answers, and bounded queues of
// our own per connection. All of it belongs to the thread that calls Poll. Destruction waits at
// most half a second for what is already on its way out.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/base/shared_bytes.h"
#include "common/base/time.h"
#include "common/transport/curve_keys.h"
#include "common/transport/server_bounds.h"

namespace hansa::transport {

// What ZAP says of a peer's CURVE key: a user id such as "site:1f…", "invite:1f…", "operator:1f…";
// empty: denied. Asked at each handshake, from within Poll.
using Admission = std::function<std::optional<std::string>(const CurvePublic& key)>;

// One connection, from its first message until it is gone. Never reused, and never an identity: use
// `user`.
using PeerHandle = uint64_t;

struct Received {
  PeerHandle peer = 0;
  std::string user;      // the user id that ZAP gave, on every message
  std::string envelope;  // first frame
  SharedBytes payload;   // second frame, or empty
};

// A message that was thrown away; the connection stays.
struct Rejected {
  PeerHandle peer = 0;
  std::string user;
  std::string reason;  // "too_many_frames", "oversized"
};

// Read in this order: messages, rejected, gone.
struct ServerInput {
  std::vector<Received> messages;
  std::vector<Rejected> rejected;
  std::vector<PeerHandle> gone;  // connections that have ended; their handles are void
  std::vector<int> ready;        // watched descriptors with something to read
};

struct SendResult {
  // False: the peer is gone, a frame exceeds 1 MiB, or its queue was full; then its connection is
  // cut.
  bool queued = false;
};

struct ServerCounters {
  uint64_t received = 0, sent = 0, bytes_in = 0, bytes_out = 0;
  uint64_t denied = 0;         // by ZAP
  uint64_t bad_handshake = 0;  // not CURVE, another server key, or ended on the way
  uint64_t oversized = 0, malformed = 0, expelled = 0;  // messages thrown away
  uint64_t queue_full = 0;                              // messages not sent
  // Connections that were cut, by the bound (ServerBounds) that they met.
  uint64_t connections_refused = 0;  // one more than `connections`
  uint64_t probation_time = 0;       // not known to the application in time
  uint64_t probation_full = 0;       // the oldest unknown one, when too many were
  uint64_t probation_bytes = 0;      // said too much before it was known
  uint64_t unfinished = 0;           // sent too much without finishing a message
  uint64_t slow_readers = 0;         // its queue was full, or the longest when all were too much
  // As of now, and the most that ever was.
  uint64_t connections = 0, on_probation = 0;
  uint64_t queued_bytes = 0, queued_bytes_peak = 0;
};

class ServerSocket {
 public:
  struct Options {
    std::string listen;  // "tcp://127.0.0.1:0", "tcp://[::]:4800", "tcp://*:4800"
    SecretBytes curve_secret;
    Admission admission;
    ServerBounds bounds;
  };
  // kBadInput for an address that is none, kUnreachable when it cannot be listened on (port in use,
  // not an address of this machine), with what to do.
  static Result<std::unique_ptr<ServerSocket>> Open(Options options);
  virtual ~ServerSocket() = default;

  virtual std::string bound_address() const = 0;  // with the real port
  // Waits until there is something to return, or `until` (empty: as long as it takes); returns at
  // most `most` messages and ServerBounds::turn_bytes, then the rest with the next call. A signal
  // makes it return early, with nothing.
  virtual ServerInput Poll(std::optional<Instant> until, size_t most) = 0;
  // Poll also wakes for this descriptor (signalfd, eventfd of a worker pool) and reports it.
  virtual void Watch(int fd) = 0;
  virtual void Unwatch(int fd) = 0;

  virtual SendResult Send(PeerHandle peer, std::string envelope, Bytes payload = {}) = 0;
  // The same payload to many peers without a copy for each. Null: none.
  virtual SendResult SendShared(PeerHandle peer, std::string envelope,
                                std::shared_ptr<const Bytes> payload) = 0;
  // Whether at least half of its queue is free: for what can wait, such as a watch.
  virtual bool HasRoom(PeerHandle peer) = 0;
  // The application knows who it is. Until then a connection is on probation: it is cut when that
  // takes too long, or when it says more than an introduction needs.
  virtual void Keep(PeerHandle peer) = 0;
  virtual void Forget(PeerHandle peer) = 0;  // drops its queue; the connection stays
  // Drops its queue, ignores what it says, and cuts the connection after a second, so that a
  // goodbye sent just before still arrives.
  virtual void Disconnect(PeerHandle peer) = 0;
  // Disconnects every connection of `user`. Messages of that user are ignored and counted until the
  // admission lets it in again.
  virtual void Expel(const std::string& user) = 0;

  virtual ServerCounters counters() const = 0;
};

}  // namespace hansa::transport
