#pragma once
// The weights that training starts from, piece by piece: the same for a network and a seed
// everywhere, and however they are cut.

#include <span>
#include <utility>
#include <vector>

#include "common/crypto/random.h"
#include "common/model/network.h"

namespace hansa {

namespace internal {
struct Parameter;
}

// Not thread-safe.
class InitialWeights {
 public:
  InitialWeights(const NetworkSpec& network, uint64_t seed);
  // The next ones in the order of the layout; not more than it has.
  void Next(std::span<float> out);

 private:
  struct Run {
    uint64_t values = 0;
    float middle = 0, reach = 0;  // begins uniform in [middle - reach, middle + reach)
  };
  static Run RunOf(const internal::Parameter& tensor);

  crypto::SeededRandom random_;
  std::vector<Run> runs_;  // a tensor each
  size_t run_ = 0;
  uint64_t done_ = 0;  // of the run
};

}  // namespace hansa
