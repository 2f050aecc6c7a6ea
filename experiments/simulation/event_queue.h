#pragma once
// What is going to happen, in the order of time; at one instant first planned, first done. The
// heap holds small entries only: what an event carries stays in its slot and is never copied.

#include <cstdint>
#include <deque>
#include <variant>
#include <vector>

#include "client/core/inputs.h"
#include "common/base/time.h"
#include "coordinator/core/phase.h"
#include "coordinator/core/work.h"

namespace hansa::simulation {

struct ToSite {
  v1::ToSite message;
  coordinator::Payload payload;
};
struct ToCoordinator {
  v1::ToCoordinator message;
  coordinator::Payload payload;
};
// A message as bytes, to be parsed where it arrives.
struct RawMessage {
  std::string envelope;
  coordinator::Payload payload;
};

struct Event {
  enum class Kind : uint8_t {
    kToSite,
    kToCoordinator,
    kRawToCoordinator,
    kSiteInput,  // a result of work
    kSiteWake,
    kSiteStart,
    kConnect,
    kLinkDown,         // the site notices
    kLinkGone,         // the coordinator notices
    kSilence,          // has a site been silent for too long?
    kCoordinatorWork,  // a result
    kCoordinatorWake,
    kCoordinatorStart,
    kPartition,
    kPartitionEnds,
    kFaultsEnd,
    kCancel,
    kPause,     // an operator pauses the job of that number (in `site`)
    kContinue,  // and lets it go on
  };
  Kind kind = Kind::kFaultsEnd;
  uint32_t site = 0;
  // Of the connection for messages, of the process for the rest: what belongs to an earlier one
  // does not happen.
  uint64_t epoch = 0;
  std::variant<std::monostate, ToSite, ToCoordinator, RawMessage, client::Input,
               coordinator::WorkDone>
      cargo;
};

class EventQueue {
 public:
  void Push(Instant at, Event event);
  bool empty() const { return heap_.empty(); }
  size_t size() const { return heap_.size(); }
  Instant next() const { return heap_.front().at; }
  // The first; it stays valid until Done(), whatever is pushed meanwhile.
  Event& Pop();
  void Done();

 private:
  struct Entry {
    Instant at{};
    uint64_t number = 0;
    uint32_t slot = 0;
    bool operator<(const Entry& other) const {  // a heap has its largest in front
      return at != other.at ? at > other.at : number > other.number;
    }
  };
  std::vector<Entry> heap_;
  std::deque<Event> slots_;
  std::vector<uint32_t> free_;
  uint64_t last_number_ = 0;
  uint32_t popped_ = 0;
};

}  // namespace hansa::simulation
