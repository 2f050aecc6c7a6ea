#pragma once
// What a turn of the loop makes durable, by names that a test can stop at: before its commit, after
// it, and after its messages were handed to the socket (common/base/stop_point.h). Test builds
// only.

#include <string>
#include <vector>

#include "coordinator/core/coordinator_machine.h"

namespace hansa::coordinator {

#ifdef HANSA_STOP_POINTS
class StopLabels {
 public:
  // "training", "advertise", "evaluate_alive", "publishing_trained", "version", "job_end", ...
  StopLabels(const std::vector<Persist>& persists, const CoordinatorMachine& machine);
  // Stops at `<where>_<label>`.
  void Stop(const std::string& where) const;

 private:
  std::vector<std::string> labels_;
};
#else
class StopLabels {
 public:
  StopLabels(const std::vector<Persist>&, const CoordinatorMachine&) {}
  void Stop(const char*) const {}
};
#endif

}  // namespace hansa::coordinator
