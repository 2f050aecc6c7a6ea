#pragma once
// The sum over several sessions' sums: exact integers of the same ring, so that it is what one
// session over all their sites would have given. Large vectors are added beside the loop, through a
// window. Not thread-safe.

#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "coordinator/core/phase.h"

namespace hansa::coordinator {

class GroupTotal {
 public:
  // In the order of the sessions, at least one.
  explicit GroupTotal(std::vector<SumHandle> sums) : sums_(std::move(sums)) {}

  // Null: it is being added.
  SumHandle Start(Turn& turn);
  SumHandle OnWorkDone(Turn& turn, WorkDone& done);

 private:
  void AddBesideTheLoop(Turn& turn);
  SumHandle Finish(secagg::WrittenVector sum) const;

  std::vector<SumHandle> sums_;
  std::shared_ptr<RunningSum> running_;
  std::set<uint64_t> adds_;  // under way
  uint64_t store_ = 0;
};

// The vectors of such sums in the spool are not needed any more.
void ForgetSums(Turn& turn, const std::vector<SumHandle>& sums);

}  // namespace hansa::coordinator
