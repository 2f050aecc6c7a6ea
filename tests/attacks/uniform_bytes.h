#pragma once
// Whether bytes look uniform, with an error rate that is proved and not only asymptotic.

#include <cstddef>

#include "common/base/bytes.h"

namespace hansa::secagg_test {

// ln of an upper bound of the probability that uniform, independent bytes differ from the uniform
// histogram by as much as these: 0 when they do not differ by more than what is expected. From the
// likelihood-ratio chi-square G = 2 N D(histogram || uniform) of 255 degrees of freedom. For every
// N, P[N D >= 255 x] <= exp(-255 (x - 1 - ln x)), x > 1 (Agrawal, Finite-Sample Concentration of
// the Multinomial in Relative Entropy, IEEE Transactions on Information Theory 2020, theorem 1.2).
double LogChanceIfUniform(ByteSpan bytes);

// All tests of one program together call uniform bytes anything else with a probability below 1e-9:
// each one below 1e-14, and no more of them than 1e5.
class UniformityJudge {
 public:
  bool LooksUniform(ByteSpan bytes);
  size_t judged() const { return judged_; }

 private:
  size_t judged_ = 0;
};

}  // namespace hansa::secagg_test
