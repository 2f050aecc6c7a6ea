#pragma once
// Looks for anything that a coordinator's view says of single inputs: what is left of masked
// inputs, of every site and of sums over some of them, must look uniform, and no masks may fit it
// whose seeds can be tried out. Inputs are between -kLargestInput and kLargestInput, in a ring of
// 32 bits or more.

#include <string>
#include <vector>

#include "tests/attacks/coordinators_view.h"
#include "tests/attacks/uniform_bytes.h"

namespace hansa::secagg_test {

inline constexpr int64_t kLargestInput = 1000;

class ViewDistinguisher {
 public:
  // What it noticed, for people; empty for a view that says nothing beyond the sum of all honest
  // inputs.
  std::vector<std::string> Notice(const secagg::NeighbourGraph& graph,
                                  const std::map<uint32_t, BaredInput>& bared);

 private:
  UniformityJudge judge_;
};

}  // namespace hansa::secagg_test
