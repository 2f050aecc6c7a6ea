#pragma once
// From trained weights to what a site adds to a sum.

#include <span>
#include <vector>

#include "common/base/result.h"

namespace hansa::client {

struct LocalUpdate {
  std::vector<float> values;  // trained - base, with an L2 norm of at most `clip_norm`
  double norm = 0;            // before clipping
  bool clipped = false;
};

// kBadInput when the trainer gave another number of values, or one that is not finite.
Result<LocalUpdate> MakeUpdate(std::span<const float> base, std::span<const float> trained,
                               double clip_norm);

}  // namespace hansa::client
