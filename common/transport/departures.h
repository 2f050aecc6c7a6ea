#pragma once
// When a payload has left a socket's queue: libzmq gives a message's memory back once it has put it
// on its way. So a sender of many payloads can keep few of them queued.

#include <cstdint>
#include <memory>
#include <vector>

#include "common/base/bytes.h"

namespace hansa::transport {

// On one thread, but for the payloads: they may go on any, and outlive this object.
class Departures {
 public:
  Departures();

  // Readable when a payload has departed since the last Take.
  int fd() const;
  // The payload of a message to `peer`, to be sent with SendShared. The same payload may be on its
  // way to others, too.
  std::shared_ptr<const Bytes> Track(uint64_t peer, std::shared_ptr<const Bytes> payload);
  // The peer of each payload that has departed, or was dropped.
  std::vector<uint64_t> Take();

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
};

}  // namespace hansa::transport
