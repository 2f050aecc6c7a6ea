// A session that is opened while its sites are still at work, and bound to those that are ready.

#include <algorithm>
#include <set>

#include "coordinator/core/secagg/roster_index.h"
#include "coordinator/core/secagg/server_phase.h"

namespace hansa::coordinator {
namespace {

// So many members of the roster may be missing in U1: half of what the session can lose at all, so
// that it bears a site that falls silent later no worse than a session of the ready ones alone.
uint32_t MayBeMissing(const ServerContext& context) {
  const ServerRoster& roster = context.roster;
  const uint32_t sites = roster.size();
  if (roster.graph.complete()) return (sites - 1 - roster.threshold) / 2;
  return static_cast<uint32_t>(uint64_t{sites} * context.setup.dropout_permille / 1000 / 2);
}

bool EachHasEnoughNeighbours(const ServerRoster& roster, const std::vector<uint32_t>& ready) {
  const std::set<uint32_t> there(ready.begin(), ready.end());
  return std::ranges::all_of(ready, [&](uint32_t site) {
    const std::vector<uint32_t> neighbours = roster.graph.NeighboursOf(site);
    return std::ranges::count_if(neighbours, [&](uint32_t other) {
             return there.contains(other);
           }) >= int64_t{roster.threshold};
  });
}

}  // namespace

void ServerSession::Prepare(Duration advertise) {
  context_->bound = false;
  context_->advertise_unbound = advertise;
}

bool ServerSession::CanBind(std::span<const std::string> ready) const {
  if (!phase_ || phase_->step() > ServerStep::kShares) return false;
  for (const std::string& id : ready) {
    const auto site = context_->sites.find(id);
    if (site == context_->sites.end() || !site->second.taking_part) return false;
  }
  if (phase_->step() == ServerStep::kAdvertise) return true;
  const ServerRoster& roster = context_->roster;
  std::vector<uint32_t> indices;
  for (const std::string& id : ready) indices.push_back(IndexOf(roster, id));
  return indices.size() >= MembersNeeded(*context_) &&
         roster.size() - indices.size() <= MayBeMissing(*context_) &&
         EachHasEnoughNeighbours(roster, indices);
}

ServerOutput ServerSession::Bind(std::span<const std::string> ready, Instant now) {
  const bool was_bound = std::exchange(context_->bound, true);
  if (!phase_ || phase_->step() > ServerStep::kShares) return Advance(now);
  const std::set<std::string> kept(ready.begin(), ready.end());
  for (const auto& [id, site] : context_->sites)
    if (site.taking_part && !kept.contains(id)) Remove(id, "not_ready");
  // Who has not answered has a window of its own, as in a session that begins now.
  if (!was_bound) deadline_ = now + phase_->window();
  return Advance(now);
}

}  // namespace hansa::coordinator
