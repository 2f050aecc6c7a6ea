#include "coordinator/core/selecting.h"

#include <algorithm>

#include "common/base/text.h"

namespace hansa::coordinator {
namespace {

// Uniform in [0, bound), by rejection.
uint64_t Below(uint64_t bound, RandomSource& random) {
  const uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
  for (;;) {
    const uint64_t draw = random.NextU64();
    if (draw < limit) return draw % bound;
  }
}

std::string TooFew(const JobContext& job, size_t able, Duration waited) {
  std::string why = job.candidates.Refusals(job.membership());
  if (why.empty()) why = able == 0 ? "no site is enrolled" : "no other site is enrolled";
  return StrCat(able, " of the ", job.spec->clients_min, " sites needed can take part after ",
                Seconds(waited), " s; ", why);
}

}  // namespace

std::vector<SiteId> ChooseSites(const Candidates& candidates, size_t most, RandomSource& random) {
  std::vector<SiteId> sites = candidates.Able();
  if (sites.size() <= most) return sites;
  for (size_t i = 0; i < most; ++i)  // Fisher-Yates, as far as needed
    std::swap(sites[i], sites[i + Below(sites.size() - i, random)]);
  sites.resize(most);
  std::sort(sites.begin(), sites.end());
  return sites;
}

Outcome Selecting::Enter(Turn& turn) {
  const JobSpec& spec = *turn.job.spec;
  window_ = {spec.clients_min, spec.clients_target, kPatience, spec.selecting};
  deadline_ = turn.now.instant + window_.time_max;
  return Look(turn);
}

Outcome Selecting::Look(Turn& turn) {
  const JobContext& job = turn.job;
  const Instant now = turn.now.instant;
  const size_t able = job.candidates.able_count();
  const bool over = now >= deadline_;
  wake_ = deadline_;
  if (able < window_.count_min && !over) return std::nullopt;
  const auto answers = job.candidates.AwaitedUntil(window_.time_min);
  const auto returns = job.absences.NextExpiry(now);
  const bool nobody_else = (!answers || *answers <= now) && !returns;
  if (answers && *answers > now) wake_ = std::min(deadline_, *answers);
  if (returns) wake_ = std::min(*wake_, *returns);

  if (able >= window_.count_max || (able >= window_.count_min && (nobody_else || over)))
    return SitesSelected{ChooseSites(job.candidates, window_.count_max, *job.services.random)};
  if (over) return JobLost{"too_few_sites", TooFew(job, able, window_.time_max)};
  return std::nullopt;
}

}  // namespace hansa::coordinator
