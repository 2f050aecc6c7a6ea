#include "common/transport/outbound_queue.h"

#include "common/base/limits.h"

namespace hansa::transport {

bool FitsFrames(const Parcel& parcel) {
  return parcel.envelope.size() <= limits::kFrameBytes &&
         parcel.bytes() - parcel.envelope.size() <= limits::kFrameBytes;
}

bool OutboundQueue::Push(Parcel parcel) {
  if (parcels_.size() >= limits::kOutboundQueueMessages) return false;
  if (bytes_ + parcel.bytes() > limits::kOutboundQueueBytes) return false;
  bytes_ += parcel.bytes();
  parcels_.push_back(std::move(parcel));
  return true;
}

void OutboundQueue::Pop() {
  bytes_ -= parcels_.front().bytes();
  parcels_.pop_front();
}

void OutboundQueue::Clear() {
  parcels_.clear();
  bytes_ = 0;
}

}  // namespace hansa::transport
