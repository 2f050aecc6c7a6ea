#include "experiments/simulation/plan.h"

#include <algorithm>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/crypto/hash.h"
#include "experiments/simulation/counted_rows.h"

namespace hansa::simulation {
namespace {

std::string Text(Duration window) {
  return StrCat("\"", std::max<int64_t>(1, window / milliseconds(1)), "ms\"\n");
}

// Without the tables that the plan has no use for.
std::string SelectionText(const Plan& plan) {
  const std::string policy = plan.staleness      ? "policy = \"staleness\"\n"
                             : plan.availability ? "policy = \"availability\"\n"
                                                 : "";
  const std::string more =
      plan.over_select == 100 ? "" : StrCat("over_select = ", plan.over_select / 100.0, "\n");
  const std::string rest =
      plan.cooldown == Duration{} ? "" : StrCat("cooldown = ", Text(plan.cooldown));
  const std::string all = policy + more + rest;
  return all.empty() ? "" : "[selection]\n" + all;
}

constexpr const char* kScriptTensors =
    "tensors = [{ name = \"scale\", shape = [1, 3] }, { name = \"shift\", shape = [1] }]\n";
constexpr const char* kColumn = "{ column = \"speed\", range = [0.0, 20.0] }";

std::string QuestionText(const Plan& plan) {
  if (plan.statistics)
    return StrCat("task = \"statistics\"\n[statistics]\ncolumns = [", kColumn, "]\nbins = 2\n");
  if (plan.threshold)
    return "[model]\narchitecture = \"autoencoder\"\nbottleneck = 1\nanomaly_quantile = 0.9\n"
           "[data]\nfeatures = [{ column = \"speed\" }, { column = \"power\" }]\n"
           "[local]\nlearning_rate = 0.01\n";
  const std::string network =
      plan.script
          ? StrCat("architecture = \"torchscript\"\nscript = \"network.pt\"\n",
                   "script_sha256 = \"", Hex(crypto::Sha256(ScriptBytes())), "\"\n", kScriptTensors)
          : "architecture = \"mlp\"\nhidden = [1]\n";
  const std::string data = plan.normalize
                               ? StrCat("[data]\nnormalize = \"federated\"\nfeatures = [", kColumn,
                                        "]\ntarget = { column = \"power\", scale = 1.0, ")
                               : "[data]\nfeatures = [{ column = \"speed\" }]\ntarget = { column = "
                                 "\"power\", ";
  return StrCat("[model]\n", network, "loss = \"mse\"\n", data,
                "unit = \"kW\" }\n[local]\nlearning_rate = 0.01\n");
}

std::string GroupText(const char* key, uint32_t sites) {
  return sites > 0 ? StrCat(key, " = ", sites, "\n") : "";
}

std::string JobText(const Plan& plan, uint32_t number) {
  const std::string head =
      number == 0 ? "name = \"fleet\"\n"
                  : StrCat("name = \"fleet-", number, "\"\npriority = ", 5 + number % 2, "\n");
  return StrCat(
      head, QuestionText(plan), "[rounds]\ncount = ", plan.statistics ? 1 : plan.rounds,
      "\nclients = { min = ", plan.quorum, ", target = ", plan.target,
      " }\nevaluate = ", plan.evaluate ? "true" : "false",
      "\nfailures_allowed = ", plan.failures_allowed, "\nselecting = ", Text(plan.selecting),
      "training = ", Text(plan.window), "aggregating = ", Text(plan.window),
      "evaluating = ", Text(plan.window), plan.piece > 0 ? "uploading = " + Text(plan.window) : "",
      "[aggregation]\nsecure = \"", plan.secure ? "required" : "off", "\"\nmax_weight = 500\n",
      plan.secure ? StrCat("profile = \"", plan.profile, "\"\n") : "",
      GroupText("largest_group", plan.largest_group),
      GroupText("smallest_group", plan.smallest_group), SelectionText(plan));
}

}  // namespace

Bytes ScriptBytes() { return ToBytes("the network of the fleet, as a TorchScript file"); }

Result<std::vector<std::shared_ptr<const JobSpec>>> JobsOf(const Plan& plan) {
  if (plan.sites < plan.quorum)
    return BadInput("the plan has fewer sites than its quorum",
                    StrCat(plan.sites, " sites, a quorum of ", plan.quorum));
  if (plan.sites > limits::kSites || plan.jobs > limits::kJobsRunning)
    return BadInput("the plan is larger than a coordinator holds",
                    StrCat(plan.sites, " sites and ", plan.jobs, " jobs; at most ", limits::kSites,
                           " and ", limits::kJobsRunning));
  if ((plan.statistics || plan.normalize) && plan.sites > kCountingSites)
    return BadInput("the plan has too many sites to tell apart in a sum of counts",
                    StrCat(plan.sites, " sites, at most ", kCountingSites));
  if (plan.spool > 0 && plan.piece == 0)
    return BadInput("the plan bounds a spool that holds nothing", "updates come whole",
                    "Give pieces that an update is larger than");
  if (plan.script && plan.sites <= plan.quorum)
    return BadInput("the plan has too few sites that run its script",
                    StrCat(plan.sites, " sites, of which one does not, a quorum of ", plan.quorum));
#ifndef HANSA_PLANTED_BUGS
  if (plan.bug != PlantedBug::kNone)
    return BadInput("this build has no bugs to be planted", "the plan names one",
                    "Build the dev preset, or take the bug out of the plan");
#endif
  std::vector<std::shared_ptr<const JobSpec>> jobs;
  for (uint32_t number = 0; number < std::max(plan.jobs, 1U); ++number) {
    JobSpec spec = HANSA_TRY(ParseJob(JobText(plan, number), "the simulated job"));
    jobs.push_back(std::make_shared<const JobSpec>(std::move(spec)));
  }
  return jobs;
}

}  // namespace hansa::simulation
