#pragma once
// Following a job's events until it ends, over lost connections.

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "common/base/result.h"
#include "coordinator/cli/command.h"

namespace hansa::cli {

// Calls `each` with every event (a line of events.jsonl; what is none is passed over) and returns
// the job_finished event. After a lost connection it tries again for a minute, from the event it
// had reached. kInterrupted on Ctrl-C: the job goes on.
Result<nlohmann::ordered_json> WatchJob(
    const Connection& connection, const std::string& job_id,
    const std::function<void(const nlohmann::ordered_json&)>& each);

// 0 for success; otherwise the exit code that fits the job's end.
int ExitCodeOf(const nlohmann::ordered_json& job_finished);

}  // namespace hansa::cli
