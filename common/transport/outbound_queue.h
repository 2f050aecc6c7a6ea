#pragma once
// Messages that wait for a slow peer: bounded in number and in bytes (limits.h).

#include <cstddef>
#include <deque>
#include <string>

#include "common/base/bytes.h"

namespace hansa::transport {

struct Parcel {
  std::string envelope;
  Bytes payload;
  size_t bytes() const { return envelope.size() + payload.size(); }
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
