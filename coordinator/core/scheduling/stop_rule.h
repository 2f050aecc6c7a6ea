#pragma once
// When a job is done before its last round: its [stop], looked at after each round.

#include <map>
#include <optional>
#include <string>

#include "common/job/stop_spec.h"
#include "hansa/v1/records.pb.h"

namespace hansa::coordinator {

// A round's evaluation is known: the best so far, and how long it was not bettered. A round that
// was not evaluated changes nothing.
void NoteMetrics(const StopSpec& stop, const std::map<std::string, double>& metrics,
                 uint64_t version, v1::JobProgress& progress);

// Why the job is done after a round with these metrics; empty: it is not.
std::optional<std::string> StopReason(const StopSpec& stop,
                                      const std::map<std::string, double>& metrics,
                                      const v1::JobProgress& progress);

}  // namespace hansa::coordinator
