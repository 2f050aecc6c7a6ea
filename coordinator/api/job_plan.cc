#include "coordinator/api/job_plan.h"

#include <algorithm>
#include <cmath>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/job/group_sizes.h"
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
  const uint64_t others = GroupSizesOf(spec.clients_target, spec.group_max).largest;
  const uint64_t secure =
      spec.secure ? sessions * (kSecureBytesOfSite + kSecureBytesOfOther * (others - 1)) : 0;
  plan.set_elements(LayoutOf(spec.network).elements());
  plan.set_secure_bytes(secure);
  plan.set_down_bytes(model + secure * 3 / 4);
  plan.set_up_bytes(vector + secure / 4);
  // The base, the trained weights, the update and its vector.
  plan.set_memory_bytes(3 * model + 2 * vector);
  // The parent, the new version, the sum and the vectors that are being added.
  plan.set_coordinator_bytes(2 * model + 3 * vector);
}

// What one site's part of a round takes.
struct SiteTime {
  uint64_t down = 0, training = 0, up = 0;  // milliseconds
  uint64_t total() const { return down + training + up; }
};

// Of bytes that take more than a message. A smaller transfer is part of the time beside it.
uint64_t TransferMs(uint64_t bytes, uint64_t bytes_per_second) {
  if (bytes <= limits::kFrameBytes || bytes_per_second == 0) return 0;
  return static_cast<uint64_t>(
      std::ceil(1000.0 * static_cast<double>(bytes) / static_cast<double>(bytes_per_second)));
}

struct Known {
  std::vector<SiteTime> sites;
  uint32_t accepted = 0, without_training = 0, without_link = 0;
};

Known KnownOf(const JobSpec& spec, const v1::JobCheck& check) {
  const uint64_t model = ModelBytes(spec), vector = VectorBytes(spec);
  Known known;
  for (const v1::SiteVerdict& site : check.sites()) {
    if (!site.accepted()) continue;
    ++known.accepted;
    const bool down = model <= limits::kFrameBytes || site.down_bytes_per_second() > 0;
    const bool up = vector <= limits::kFrameBytes || site.up_bytes_per_second() > 0;
    known.without_link += !(down && up);
    known.without_training += site.training_ms() == 0;
    if (down || up || site.training_ms() > 0)
      known.sites.push_back({TransferMs(model, site.down_bytes_per_second()), site.training_ms(),
                             TransferMs(vector, site.up_bytes_per_second())});
  }
  std::sort(known.sites.begin(), known.sites.end(),
            [](const SiteTime& a, const SiteTime& b) { return a.total() < b.total(); });
  return known;
}

std::string Basis(const Known& known) {
  std::string text = "measured in earlier rounds";
  const auto add = [&](uint32_t sites, const char* what) {
    if (sites > 0)
      text += StrCat("; ", what, " of ", sites, sites == 1 ? " site" : " sites",
                     " unknown: never measured");
  };
  add(known.without_training, "training time");
  add(known.without_link, "link");
  return text;
}

// Of the slowest site that is waited for: with more asked than needed, the slowest are not.
void AddTime(const JobSpec& spec, const v1::JobCheck& check, const CoordinatorMachine& machine,
             v1::JobPlan& plan) {
  const auto rest = machine.times().RestOf(spec.name);
  const Known known = KnownOf(spec, check);
  if (!known.sites.empty()) {
    const size_t awaited = plan.asked() > plan.summed()
                               ? std::min<size_t>(plan.summed(), known.sites.size())
                               : known.sites.size();
    const SiteTime& slowest = known.sites[awaited - 1];
    plan.set_down_ms(slowest.down);
    plan.set_training_ms(slowest.training);
    plan.set_up_ms(slowest.up);
  }
  if (rest) plan.set_rest_ms(static_cast<uint64_t>(std::llround(*rest * 1000)));
  if (!rest || known.without_training == known.accepted) {
    plan.set_round_basis(StrCat("no round of ", spec.name, " was ever measured"));
    return;
  }
  plan.set_round_ms(plan.down_ms() + plan.training_ms() + plan.up_ms() + plan.rest_ms());
  plan.set_round_basis(Basis(known));
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
    site.set_down_bytes_per_second(machine.times().DownOf(site.site_id()).value_or(0));
    site.set_up_bytes_per_second(machine.times().UpOf(site.site_id()).value_or(0));
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
