#pragma once
// Messages that wait for a slow peer: bounded in number and in bytes (limits.h).

#include <cstddef>
#include <deque>
#include <memory>
#include <string>

#include "common/base/bytes.h"

namespace hansa::transport {

struct Parcel {
  std::string envelope;
  std::shared_ptr<const Bytes> payload;  // null or empty: none
  bool has_payload() const { return payload != nullptr && !payload->empty(); }
  size_t bytes() const { return envelope.size() + (payload == nullptr ? 0 : payload->size()); }
};

// Whether both frames are within limits::kFrameBytes.
bool FitsFrames(const Parcel& parcel);

// Bytes in all queues of a socket.
struct QueuedBytes {
  size_t bytes = 0;
  size_t peak = 0;
};

class OutboundQueue {
 public:
  // Counts what it holds in `all`, too, which outlives it. Once, while empty.
  void CountIn(QueuedBytes& all) { all_ = &all; }
  // False: full; nothing changed.
  bool Push(Parcel parcel);
  const Parcel& front() const { return parcels_.front(); }
  void Pop();
  void Clear();
  bool empty() const { return parcels_.empty(); }
  size_t size() const { return parcels_.size(); }
  size_t bytes() const { return bytes_; }

 private:
  void Grow(size_t bytes);
  void Shrink(size_t bytes);

  std::deque<Parcel> parcels_;
  size_t bytes_ = 0;
  QueuedBytes* all_ = nullptr;
};

}  // namespace hansa::transport
