#pragma once
// How much somebody may take: `at_once` after a rest, `per_second` in the long run. Pure.

#include <algorithm>

#include "common/base/time.h"

namespace hansa::coordinator {

class TokenBucket {
 public:
  TokenBucket(double per_second, double at_once)
      : per_second_(per_second), at_once_(at_once), left_(at_once) {}

  // False: there is not enough; nothing was taken.
  bool Take(double amount, Instant now) {
    if (now > filled_) {
      left_ = std::min(at_once_, left_ + per_second_ * Seconds(now - filled_));
      filled_ = now;
    }
    if (left_ < amount) return false;
    left_ -= amount;
    return true;
  }

  void GiveBack(double amount) { left_ = std::min(at_once_, left_ + amount); }

 private:
  double per_second_, at_once_, left_;
  Instant filled_{};
};

}  // namespace hansa::coordinator
