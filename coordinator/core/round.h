#pragma once
// What is known of the round under way, for its report. Phases add to it.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/base/time.h"
#include "coordinator/core/events.h"
#include "coordinator/core/scheduling/link_meter.h"
#include "coordinator/core/session_sum.h"
#include "coordinator/core/task.h"

namespace hansa::coordinator {

struct Round {
  uint64_t number = 1;
  uint32_t attempt = 1;
  Instant started{};
  PhaseSeconds seconds;
  uint64_t bytes_up = 0, bytes_down = 0;
  uint64_t bytes_counted = 0;  // in the job's progress
  uint32_t dropped = 0;
  uint32_t refused_again = 0;  // sites of this attempt that have answered its question before
  uint32_t clients = 0;        // whose updates are in the sum

  bool closed = false;  // its sites are given back

  std::vector<SiteId> selected;
  std::optional<Task> training;            // from its start to the end of its session
  std::optional<Task> evaluation;          // same
  LinkMeter links;                         // transfers of more than a message
  Duration longest_upload{};               // of an update
  SumHandle sum;                           // of the updates
  std::vector<RecordedSession> abandoned;  // transcripts whose sums go into no model
  std::map<std::string, double> metrics;   // of the new version
  std::string unmeasured;                  // why it has none
};

}  // namespace hansa::coordinator
