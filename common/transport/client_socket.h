#pragma once
// A site's (or operator's) connection: a ZeroMQ DEALER with CURVE that makes itself anew when it
// must. After a ZAP denial a DEALER is dead even when allowed later (libzmq 4.3.4), so a denial
// closes the socket and a new one is made after a back-off with jitter. All of it belongs to the
// thread that calls Poll.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/base/random_source.h"
#include "common/base/result.h"
#include "common/base/time.h"
#include "common/transport/curve_keys.h"

namespace hansa::transport {

enum class LinkEvent { kConnected, kDisconnected, kDenied, kWrongServerKey };

struct ClientInput {
  struct Message {
    std::string envelope;
    Bytes payload;
  };
  std::vector<Message> messages;
  std::vector<LinkEvent> events;
  std::vector<int> ready;  // watched descriptors with something to read
};

class ClientSocket {
 public:
  struct Options {
    std::string address;  // tcp://host:port
    CurvePublic server_key{};
    CurveKeyPair own;
    Duration first_retry = milliseconds(200);
    Duration longest_retry = seconds(30);
    bool give_up_when_denied = false;  // for one-shot commands
  };
  static Result<std::unique_ptr<ClientSocket>> Open(Options options, RandomSource& random);
  virtual ~ClientSocket() = default;

  virtual ClientInput Poll(std::optional<Instant> until) = 0;
  virtual void Watch(int fd) = 0;
  virtual void Unwatch(int fd) = 0;
  // False when not connected or the queue is full.
  virtual bool Send(std::string envelope, Bytes payload = {}) = 0;
  // Closes and reconnects with back-off (the other side went silent).
  virtual void Reconnect() = 0;
  virtual bool connected() const = 0;
};

}  // namespace hansa::transport
