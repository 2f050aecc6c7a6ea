#pragma once
// How jobs are shown: for people, and as JSON.

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "hansa/v1/operator.pb.h"

namespace hansa::cli {

// A table, one row a job.
std::string JobsText(const v1::JobList& list);
// All that is known of one, and a table of the sites.
std::string JobText(const v1::JobState& job);
// Without its sites.
nlohmann::json ToJson(const v1::JobState& job);

}  // namespace hansa::cli
