#include "experiments/simulation/event_queue.h"

#include <algorithm>

namespace hansa::simulation {

void EventQueue::Push(Instant at, Event event) {
  uint32_t slot = 0;
  if (free_.empty()) {
    slot = static_cast<uint32_t>(slots_.size());
    slots_.push_back(std::move(event));
  } else {
    slot = free_.back();
    free_.pop_back();
    slots_[slot] = std::move(event);
  }
  heap_.push_back({at, ++last_number_, slot});
  std::push_heap(heap_.begin(), heap_.end());
}

Event& EventQueue::Pop() {
  std::pop_heap(heap_.begin(), heap_.end());
  popped_ = heap_.back().slot;
  heap_.pop_back();
  return slots_[popped_];
}

void EventQueue::Done() {
  slots_[popped_].cargo = std::monostate();
  free_.push_back(popped_);
}

}  // namespace hansa::simulation
