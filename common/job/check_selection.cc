#include <cmath>

#include "common/base/text.h"
#include "common/job/job_checks.h"

namespace hansa::internal {
namespace {

constexpr double kMostOverSelect = 3;
constexpr milliseconds kLongestCooldown = std::chrono::hours(30 * 24);
constexpr uint32_t kMostRoundsPerDay = 100'000;

SelectionPolicy PolicyOf(v1::SelectionPolicy policy) {
  if (policy == v1::SELECTION_POLICY_STALENESS) return SelectionPolicy::kStaleness;
  if (policy == v1::SELECTION_POLICY_AVAILABILITY) return SelectionPolicy::kAvailability;
  return SelectionPolicy::kUniform;
}

}  // namespace

Result<> CheckSelection(const v1::JobFile& file, const JobFaults& faults, JobSpec& job) {
  const v1::SelectionSection& section = file.selection();
  SelectionSpec& selection = job.selection;
  selection.policy = PolicyOf(section.policy());
  if (section.has_over_select()) selection.over_select = section.over_select();
  if (selection.over_select < 1 || selection.over_select > kMostOverSelect)
    return faults.At("selection.over_select", "is out of range",
                     StrCat(selection.over_select, " is not between 1 and ", kMostOverSelect));
  if (faults.Has("selection.cooldown")) {
    const milliseconds cooldown(section.cooldown().milliseconds());
    if (cooldown > kLongestCooldown)
      return faults.At("selection.cooldown", "is too long", "it may be 30d at most");
    selection.cooldown = cooldown;
  }
  selection.rounds_per_day =
      HANSA_TRY(CountOr(faults, "selection.max_rounds_per_site_per_day",
                        section.max_rounds_per_site_per_day(), 0, 1, kMostRoundsPerDay));
  return Success();
}

Result<> CheckPriority(const v1::JobFile& file, const JobFaults& faults, JobSpec& job) {
  job.priority = HANSA_TRY(CountOr(faults, "priority", file.priority(), JobSpec::kUsualPriority, 0,
                                   JobSpec::kHighestPriority));
  return Success();
}

}  // namespace hansa::internal
