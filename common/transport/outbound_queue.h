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

class OutboundQueue {
 public:
  // False: full; nothing changed.
  bool Push(Parcel parcel);
  const Parcel& front() const { return parcels_.front(); }
  void Pop();
  void Clear();
  bool empty() const { return parcels_.empty(); }
  size_t size() const { return parcels_.size(); }
  size_t bytes() const { return bytes_; }

 private:
  std::deque<Parcel> parcels_;
  size_t bytes_ = 0;
};

}  // namespace hansa::transport
