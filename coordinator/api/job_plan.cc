#include "coordinator/api/job_plan.h"

#include <algorithm>
#include <cmath>

#include "common/base/text.h"
#include "common/job/task_segments.h"

namespace hansa::coordinator {
namespace {

// Estimated from `hansa-lab bench secagg --clients N --json`, less the vectors. Each of a session's
// sites sends its shares to every other, and is told everyone's keys and credential.
constexpr uint64_t kSecureBytesOfSite = 1500;   // whatever the number of sites
constexpr uint64_t kSecureBytesOfOther = 1500;  // for each of the others, both ways

uint64_t ModelBytes(const JobSpec& spec) {
  constexpr uint64_t kHeaderOfTensor = 96;
  const ModelLayout layout = LayoutOf(spec.network);
  return layout.elements() * 4 + layout.tensors.size() * kHeaderOfTensor;
}

uint64_t VectorBytes(const JobSpec& spec) {
  return (LayoutOf(spec.network).elements() + 1) * spec.ring_bits / 8;
}

void AddSizes(const JobSpec& spec, v1::JobPlan& plan) {
  const uint64_t model = ModelBytes(spec), vector = VectorBytes(spec);
  const uint64_t sessions = spec.evaluate_rounds ? 2 : 1;
  const uint64_t secure =
      spec.secure
          ? sessions * (kSecureBytesOfSite + kSecureBytesOfOther * (spec.clients_target - 1))
          : 0;
  plan.set_elements(LayoutOf(spec.network).elements());
  plan.set_secure_bytes(secure);
  plan.set_down_bytes(model + secure * 3 / 4);
  plan.set_up_bytes(vector + secure / 4);
  // The base, the trained weights, the update and its vector.
  plan.set_memory_bytes(3 * model + 2 * vector);
  // The parent, the new version, the sum and the vectors that are being added.
  plan.set_coordinator_bytes(2 * model + 3 * vector);
}

void AddTime(const JobSpec& spec, const v1::JobCheck& check, const CoordinatorMachine& machine,
             v1::JobPlan& plan) {
  const auto rest = machine.times().RestOf(spec.name);
  std::vector<uint64_t> training;
  uint32_t unknown = 0;
  for (const v1::SiteVerdict& site : check.sites()) {
    if (!site.accepted()) continue;
    if (site.training_ms() > 0)
      training.push_back(site.training_ms());
    else
      ++unknown;
  }
  std::sort(training.begin(), training.end());
  if (!rest || training.empty()) {
    plan.set_round_basis(
        StrCat("no round of ", spec.name, " was measured since the coordinator started"));
    return;
  }
  // With more asked than needed, the slowest are not waited for.
  const size_t awaited = plan.asked() > plan.summed()
                             ? std::min<size_t>(plan.summed(), training.size())
                             : training.size();
  plan.set_round_ms(training[awaited - 1] + static_cast<uint64_t>(std::llround(*rest * 1000)));
  plan.set_round_basis(
      unknown == 0 ? "the latest round of each site"
                   : StrCat("the latest rounds; ", unknown, " sites were not measured yet"));
}

void AddConflicts(const JobSpec& spec, const v1::JobCheck& check, const CoordinatorMachine& machine,
                  v1::JobPlan& plan) {
  for (const auto& entry : machine.jobs()) {
    const JobMachine& job = *entry.second;
    if (job.spec().name == spec.name) {
      plan.add_conflicts(
          StrCat(entry.first, " makes the same model: this job cannot start before its end"));
      continue;
    }
    size_t shared = 0;
    for (const v1::SiteVerdict& site : check.sites())
      shared += site.accepted() && job.IsAble(site.site_id());
    if (shared == 0) continue;
    const uint32_t other = job.spec().priority;
    const char* order = other > spec.priority   ? "goes first"
                        : other < spec.priority ? "goes after this one"
                                                : "shares their time with this one";
    plan.add_conflicts(StrCat(entry.first, " uses ", shared, " of these sites, priority ", other,
                              ": it ", job.phase() == "paused" ? "is paused" : order));
  }
}

}  // namespace

void AddPlan(const JobSpec& spec, const std::vector<Verdict>& verdicts,
             const CoordinatorMachine& machine, Now now, v1::JobCheck& check) {
  for (int i = 0; i < check.sites_size(); ++i) {
    v1::SiteVerdict& site = *check.mutable_sites(i);
    if (const std::string* holder = machine.pool().HolderOf(site.site_id()))
      site.set_busy_with(*holder);
    const SiteHours& hours = verdicts[static_cast<size_t>(i)].hours;
    if (!hours.IsOpen(now.instant))
      site.set_closed_for_ms(
          static_cast<uint64_t>((hours.OpensAt(now.instant) - now.instant) / milliseconds(1)));
    if (const auto seconds = machine.times().TrainingOf(spec.name, site.site_id()))
      site.set_training_ms(
          std::max<uint64_t>(1, static_cast<uint64_t>(std::llround(*seconds * 1000))));
  }
  v1::JobPlan& plan = *check.mutable_plan();
  plan.set_priority(spec.priority);
  plan.set_rounds(spec.rounds);
  plan.set_summed(std::min(spec.clients_target, std::max(check.able(), spec.clients_min)));
  plan.set_asked(
      std::min(static_cast<uint32_t>(std::ceil(spec.clients_target * spec.selection.over_select)),
               std::max(check.able(), spec.clients_min)));
  AddSizes(spec, plan);
  AddTime(spec, check, machine, plan);
  AddConflicts(spec, check, machine, plan);
}

}  // namespace hansa::coordinator
