#pragma once
// Statistics as they stand in events.jsonl and in a run's statistics.json.

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "common/job/normalised_job.h"

namespace hansa::coordinator {

// "sites", "rows", "left_out", "columns": a list in the job's order; "normalisation": what a
// training job takes from them (empty for a statistics job). Figures of a column without a value
// are null.
nlohmann::ordered_json ToJson(const v1::Statistics& statistics, const Normalisation& normalisation);

}  // namespace hansa::coordinator
