#pragma once
// How `hansa job check` shows a job's plan: for people, and as JSON.

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "hansa/v1/operator.pb.h"

namespace hansa::cli {

// A table of the sites and the plan under it.
std::string PlanText(const v1::JobCheck& check);

nlohmann::json ToJson(const v1::SiteVerdict& verdict);
nlohmann::json ToJson(const v1::JobPlan& plan);

}  // namespace hansa::cli
