#include "coordinator/core/selecting.h"

#include <algorithm>
#include <cmath>

#include "common/base/text.h"
#include "coordinator/core/scheduling/draw_sites.h"
#include "coordinator/core/scheduling/site_pool.h"

namespace hansa::coordinator {
namespace {

std::string TooFew(const JobContext& job, size_t able, Duration waited) {
  std::string why = job.candidates.Refusals(job.membership());
  const size_t answered = job.candidates.able_count() - able;
  if (answered > 0)
    why = StrCat(answered, answered == 1 ? " has" : " have", " answered this before",
                 why.empty() ? "" : "; ", why);
  if (why.empty()) why = able == 0 ? "no site is enrolled" : "no other site is enrolled";
  return StrCat(able, " of the ", job.spec->clients_min, " sites needed can take part after ",
                Seconds(waited), " s; ", why);
}

uint32_t Asked(const JobSpec& spec) {
  return static_cast<uint32_t>(std::ceil(spec.clients_target * spec.selection.over_select));
}

std::string Missing(size_t count) {
  return StrCat(count, count == 1 ? " more site" : " more sites");
}

std::string Listed(std::string list, size_t count, const std::string& what) {
  if (count == 0) return list;
  return StrCat(list, list.empty() ? "" : ", ", count, " ", what);
}

}  // namespace

Outcome Selecting::Enter(Turn& turn) {
  const JobSpec& spec = *turn.job.spec;
  measuring_ = turn.job.IsVersionMade();
  window_ = {spec.clients_min, measuring_ ? spec.clients_target : Asked(spec), kPatience,
             spec.selecting};
  deadline_ = turn.now.instant + window_.time_max;
  return Look(turn);
}

Outcome Selecting::Look(Turn& turn) {
  const JobContext& job = turn.job;
  const Instant now = turn.now.instant;
  const size_t able = AbleCount(job);
  if (able < window_.count_min && std::exchange(short_since_, std::nullopt)) {
    job.services.pool->Withdraw(job.id);
    deadline_ = now + window_.time_max;  // it waited for others' rounds, not for these
  }
  const bool over = now >= deadline_ && !short_since_;
  wake_ = deadline_;
  if (able < window_.count_min && !over) return std::nullopt;
  const auto answers = job.candidates.AwaitedUntil(window_.time_min);
  const auto returns = job.absences.NextExpiry(now);
  const bool nobody_else = (!answers || *answers <= now) && !returns;
  if (answers && *answers > now) wake_ = std::min(deadline_, *answers);
  if (returns) wake_ = std::min(*wake_, *returns);

  const bool enough = able >= window_.count_min;
  if (able >= window_.count_max || (enough && (nobody_else || over || short_since_)))
    return Draw(turn);
  if (over) return JobLost{"too_few_sites", TooFew(job, able, window_.time_max)};
  return std::nullopt;
}

Outcome Selecting::OnSitesFreed(Turn& turn) {
  if (!short_since_) return std::nullopt;
  short_since_ = turn.now.instant - kCountEvery;
  return Draw(turn);
}

// Enough are able. Those of them that are free now may be too few.
Outcome Selecting::Draw(Turn& turn) {
  JobContext& job = turn.job;
  SitePool& pool = *job.services.pool;
  const Instant now = turn.now.instant;
  const bool many = AbleCount(job) > kManySites;
  if (many && short_since_ && now < *short_since_ + kCountEvery) {
    wake_ = *short_since_ + kCountEvery;
    return std::nullopt;
  }
  const UsableSites usable = Usable(job, turn.now);
  pool.Ask(job.id, usable.sites, window_.count_min, now);
  std::vector<SiteId> free = pool.Available(job.id, usable.sites, now);
  if (free.size() < window_.count_min) {
    short_since_ = now;
    wake_ = usable.next;
    if (const auto change = pool.NextChange(job.id, now))
      wake_ = std::min(wake_.value_or(*change), *change);
    return std::nullopt;
  }
  crypto::SeededRandom random = SelectionRandom(job, "train");
  std::vector<SiteId> sites = DrawSites(job.spec->selection.policy, std::move(free),
                                        window_.count_max, job.history, random);
  pool.Lease(job.id, sites, now);
  if (!measuring_)
    for (const SiteId& site : sites) job.history.Asked(site, job.round.number, turn.now.unix_ms);
  return SitesSelected{std::move(sites)};
}

UsableSites Selecting::Usable(const JobContext& job, Now now) const {
  return measuring_ ? UsableSitesOf(job, now, job.round.selected) : UsableSitesOf(job, now);
}

std::string Selecting::Waiting(const JobContext& job, Now now) const {
  const size_t able = AbleCount(job);
  const size_t least = window_.count_min;
  if (able < least) return Missing(least - able) + " that can take part";
  const UsableSites usable = Usable(job, now);
  const SitePool& pool = *job.services.pool;
  const size_t free = pool.Available(job.id, usable.sites, now.instant).size();
  if (free >= least) return "the answers of other sites";
  std::map<std::string, size_t> busy;
  size_t held = 0, alone = 0;
  for (const SiteId& site : usable.sites) {
    if (const std::string* holder = pool.HolderOf(site))
      ++busy[*holder], ++held;
    else
      alone += pool.IsLeftAlone(site, now.instant);
  }
  std::string why;
  for (const auto& entry : busy)
    why = Listed(std::move(why), entry.second, "busy with " + entry.first);
  why = Listed(std::move(why), usable.resting, "resting");
  why = Listed(std::move(why), usable.closed, "outside their hours");
  why = Listed(std::move(why), alone, "busy with an earlier task");
  why = Listed(std::move(why), usable.sites.size() - held - alone - free,
               "kept for jobs before this one");
  return StrCat(Missing(least - free), ": ", why);
}

}  // namespace hansa::coordinator
