#pragma once
// Heartbeats of a greeted connection: when the next is due, and whether the other side is still
// there.

#include <algorithm>
#include <cstdint>

#include "common/base/time.h"

namespace hansa::client {

class Liveness {
 public:
  // A coordinator that says nothing for this many heartbeats is gone.
  static constexpr int kMissed = 4;

  Liveness(Duration interval, Instant now)
      : interval_(interval), heard_(now), next_beat_(now + interval) {}

  void Heard(Instant now) { heard_ = now; }
  bool Silent(Instant now) const { return now >= heard_ + kMissed * interval_; }
  Duration silence(Instant now) const { return now - heard_; }

  // The number of the heartbeat to send now, or 0. Beats that were missed are not made up for.
  uint64_t BeatDue(Instant now) {
    if (now < next_beat_) return 0;
    next_beat_ = now + interval_;
    return ++sequence_;
  }
  Instant NextWake() const { return std::min(next_beat_, heard_ + kMissed * interval_); }

 private:
  Duration interval_;
  Instant heard_, next_beat_;
  uint64_t sequence_ = 0;
};

}  // namespace hansa::client
