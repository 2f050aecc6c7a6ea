#include "common/transport/outbound_queue.h"

#include <algorithm>

#include "common/base/limits.h"

namespace hansa::transport {

bool FitsFrames(const Parcel& parcel) {
  return parcel.envelope.size() <= limits::kFrameBytes &&
         parcel.bytes() - parcel.envelope.size() <= limits::kFrameBytes;
}

bool OutboundQueue::Push(Parcel parcel) {
  if (parcels_.size() >= limits::kOutboundQueueMessages) return false;
  if (bytes_ + parcel.bytes() > limits::kOutboundQueueBytes) return false;
  Grow(parcel.bytes());
  parcels_.push_back(std::move(parcel));
  return true;
}

void OutboundQueue::Pop() {
  Shrink(parcels_.front().bytes());
  parcels_.pop_front();
}

void OutboundQueue::Clear() {
  parcels_.clear();
  Shrink(bytes_);
}

void OutboundQueue::Grow(size_t bytes) {
  bytes_ += bytes;
  if (all_ == nullptr) return;
  all_->bytes += bytes;
  all_->peak = std::max(all_->peak, all_->bytes);
}

void OutboundQueue::Shrink(size_t bytes) {
  bytes_ -= bytes;
  if (all_ != nullptr) all_->bytes -= bytes;
}

}  // namespace hansa::transport
