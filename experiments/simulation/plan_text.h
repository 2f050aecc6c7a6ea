#pragma once
// A plan as text, one "key = value" a line: what a failing seed prints, and what
// tests/simulation/cases holds. Only what differs from Plan{} is written; '#' starts a comment.

#include <string>
#include <string_view>

#include "common/base/result.h"
#include "experiments/simulation/plan.h"

namespace hansa::simulation {

std::string ToText(const Plan& plan);

// kBadInput with the line of a fault.
Result<Plan> PlanFromText(std::string_view text);

// "send_before_commit" and so on; kUsage for no such bug.
std::string_view NameOf(PlantedBug bug);
Result<PlantedBug> BugOf(std::string_view name);

}  // namespace hansa::simulation
