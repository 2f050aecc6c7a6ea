#pragma once
// How many marked sites a random choice holds, counted exactly: of `population` sites `marked` are
// marked, and `drawn` are drawn without putting back. Probabilities are numbers of ways over all
// ways, so that whoever computes them anywhere comes to the same decision.

#include <cstdint>
#include <functional>

#include "common/crypto/natural.h"

namespace hansa::secagg {

class Hypergeometric {
 public:
  // marked, drawn <= population.
  Hypergeometric(uint32_t population, uint32_t marked, uint32_t drawn);

  const crypto::Natural& all() const { return all_; }  // ways to draw
  crypto::Natural Ways(uint32_t hits) const;           // to draw exactly so many marked ones
  crypto::Natural WaysBelow(uint32_t hits) const;      // to draw fewer

  // The smallest c for which `fits` holds of the ways to draw more than c. It must hold of none,
  // and not of all; and of fewer whenever of more.
  uint32_t UpperBound(const std::function<bool(const crypto::Natural& ways_above)>& fits) const;

 private:
  uint32_t least() const;
  uint32_t most() const;

  uint32_t population_, marked_, drawn_;
  crypto::Natural all_;
};

}  // namespace hansa::secagg
