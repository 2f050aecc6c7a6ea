#include "experiments/simulation/plan.h"

#include <algorithm>

#include "common/base/text.h"

namespace hansa::simulation {
namespace {

std::string Text(Duration window) {
  return StrCat("\"", std::max<int64_t>(1, window / milliseconds(1)), "ms\"\n");
}

std::string JobText(const Plan& plan) {
  return StrCat(
      "name = \"fleet\"\n[model]\narchitecture = \"mlp\"\nhidden = [1]\nloss = \"mse\"\n",
      "[data]\nfeatures = [{ column = \"speed\" }]\ntarget = { column = \"power\", unit = \"kW\" ",
      "}\n[local]\nlearning_rate = 0.01\n[rounds]\ncount = ", plan.rounds,
      "\nclients = { min = ", plan.quorum, ", target = ", plan.target,
      " }\nevaluate = ", plan.evaluate ? "true" : "false",
      "\nfailures_allowed = ", plan.failures_allowed, "\nselecting = ", Text(plan.selecting),
      "training = ", Text(plan.window), "aggregating = ", Text(plan.window),
      "evaluating = ", Text(plan.window), "[aggregation]\nsecure = \"",
      plan.secure ? "required" : "off", "\"\nmax_weight = 500\n");
}

}  // namespace

Result<std::shared_ptr<const JobSpec>> JobOf(const Plan& plan) {
  if (plan.sites < plan.quorum)
    return BadInput("the plan has fewer sites than its quorum",
                    StrCat(plan.sites, " sites, a quorum of ", plan.quorum));
#ifndef HANSA_PLANTED_BUGS
  if (plan.bug != PlantedBug::kNone)
    return BadInput("this build has no bugs to be planted", "the plan names one",
                    "Build the dev preset, or take the bug out of the plan");
#endif
  JobSpec spec = HANSA_TRY(ParseJob(JobText(plan), "the simulated job"));
  return std::make_shared<const JobSpec>(std::move(spec));
}

}  // namespace hansa::simulation
