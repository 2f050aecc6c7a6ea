#pragma once
// A site's (or operator's) connection: a ZeroMQ DEALER with CURVE that makes itself anew when it
// must. After a ZAP denial a DEALER is dead even when allowed later (libzmq 4.3.4), so every end of
// a connection closes the socket and a new one is made after a back-off with jitter. All of it
// belongs to the thread that calls Poll. Destruction waits at most half a second for what is
// already on its way out.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/base/random_source.h"
#include "common/base/result.h"
#include "common/base/shared_bytes.h"
#include "common/base/time.h"
#include "common/transport/curve_keys.h"
#include "common/transport/proxy/proxy.h"
#include "common/transport/proxy/proxy_fault.h"

namespace hansa::transport {

enum class LinkEvent {
  kConnected,       // the handshake succeeded: say hello
  kDisconnected,    // the connection ended; what was not answered may be lost
  kDenied,          // the coordinator does not know this key, or no longer
  kWrongServerKey,  // three handshakes in a row failed: the server key differs, or something else
                    // listens there
  kUnreachable,     // one attempt got no connection
};

struct ClientInput {
  struct Message {
    std::string envelope;
    SharedBytes payload;
  };
  std::vector<Message>
      messages;  // all of the one connection: after kConnected, before kDisconnected
  std::vector<LinkEvent> events;  // at most one a Poll
  std::vector<int> ready;         // watched descriptors with something to read
};

class ClientSocket {
 public:
  struct Options {
    std::string address;  // tcp://host:port
    CurvePublic server_key{};
    CurveKeyPair own;
    Duration first_retry = milliseconds(200);  // doubles at each failure in a row, jitter 50..100 %
    Duration longest_retry = seconds(30);
    Duration attempt = seconds(10);      // an attempt that takes longer has failed
    bool give_up_when_denied = false;    // for one-shot commands
    std::shared_ptr<const Proxy> proxy;  // empty: directly
    // After a proxy refused the login: many lock an account after a few wrong ones.
    Duration wait_after_wrong_login = std::chrono::minutes(1);
  };
  // kBadInput for an address that is none. Does not wait for the connection. `random` (for jitter)
  // must outlive the socket.
  static Result<std::unique_ptr<ClientSocket>> Open(Options options, RandomSource& random);
  virtual ~ClientSocket() = default;

  // Waits until there is something to return, or `until` (empty: as long as it takes). A signal
  // makes it return early, with nothing.
  virtual ClientInput Poll(std::optional<Instant> until) = 0;
  virtual void Watch(int fd) = 0;
  virtual void Unwatch(int fd) = 0;
  // False when not connected, the queue is full, or a frame exceeds 1 MiB. Messages that a lost
  // connection leaves behind are dropped, never sent on the next one.
  virtual bool Send(std::string envelope, Bytes payload = {}) = 0;
  // The same without a copy of the payload.
  virtual bool SendShared(std::string envelope, std::shared_ptr<const Bytes> payload) = 0;
  // Closes and reconnects with back-off (the other side went silent). When it was connected, the
  // next Poll reports kDisconnected.
  virtual void Reconnect() = 0;
  virtual bool connected() const = 0;
  // Why the proxy gave no connection at the last attempt. Empty: it did, or there is none.
  virtual const std::optional<ProxyFault>& proxy_fault() const = 0;
};

}  // namespace hansa::transport
