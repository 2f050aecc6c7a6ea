#pragma once
// What a site says that it should not: bytes of no meaning, damaged messages, messages of earlier
// sessions, vectors of the wrong length.

#include <deque>
#include <vector>

#include "experiments/simulation/chaos.h"
#include "experiments/simulation/event_queue.h"

namespace hansa::simulation {

class Rubbish {
 public:
  Rubbish(uint32_t sites, const Faults& faults);

  // What is sent when a site means to send `message`: the message itself unless a fault strikes.
  // The pieces are the cargo of kToCoordinator or kRawToCoordinator events.
  using Piece = std::variant<ToCoordinator, RawMessage>;
  std::vector<Piece> Say(uint32_t site, ToCoordinator message, Chaos& chaos);

 private:
  static constexpr size_t kRemembered = 24;
  const bool any_;
  std::vector<std::deque<ToCoordinator>> said_;  // by site, newest last
};

}  // namespace hansa::simulation
