#include "client/core/secagg/shared_phase.h"

#include <algorithm>

#include "client/core/secagg/cohort.h"
#include "client/core/secagg/masking_phase.h"
#include "common/base/planted_bug.h"
#include "common/base/text.h"

namespace hansa::client {

Result<HeldShares> SharedPhase::OpenShares(const v1::ShareDelivery& delivery,
                                           const secagg::Bitmap& sharers) const {
  HeldShares held;
  for (const DeliveredShare& share : HANSA_TRY(ReadDelivery(delivery, state_.roster, sharers)))
    if (auto opened = OpenShare(share, state_.roster, state_.incoming_keys.at(share.owner)))
      held.emplace(share.owner, std::move(*opened));
  return held;
}

// y = x + PRG(b) + sum over neighbours v in U1 of sign(u, v) PRG(s_uv); the site of the lower index
// adds.
Result<std::vector<secagg::SignedSeed>> SharedPhase::MakeSeeds(
    const secagg::Bitmap& sharers) const {
  const CheckedRoster& roster = state_.roster;
  std::vector<secagg::SignedSeed> seeds;
  if (!Planted(PlantedBug::kNoOwnMask) &&
      !PlantedAt(PlantedBug::kFalseInput, state_.facts->side.site_id))
    seeds.push_back({secagg::SelfSeed(roster.id, state_.self_secret, roster.self), true});
  for (const auto& [other, site] : roster.neighbours) {
    if (!sharers.Has(other)) continue;
    const uint32_t apart = std::max(other, roster.self) - std::min(other, roster.self);
    if (Planted(PlantedBug::kPairUnmasked) && apart == 1) continue;
    const auto agreed = state_.mask_key.Agree(site.mask_key);
    if (!agreed) return Refused("roster refused", StrCat("no secret with ", site.site_id));
    seeds.push_back(
        {secagg::PairSeed(roster.id, *agreed, roster.self, other), roster.self < other});
  }
  return seeds;
}

Result<ClientTransition> SharedPhase::Handle(const v1::SecAggToSite& message) {
  const v1::ShareDelivery& delivery = message.delivery();
  if (state_.input == nullptr)
    return Refused("share delivery refused", "this site's answer is not ready, as it never said");
  secagg::Bitmap sharers =
      HANSA_TRY(CheckCohort(delivery.sharers(), state_.roster, *state_.facts, "U1"));
  HeldShares held = HANSA_TRY(OpenShares(delivery, sharers));

  std::vector<secagg::SignedSeed> seeds = HANSA_TRY(MakeSeeds(sharers));

  ClientTransition transition;
  transition.work.emplace(secagg::MaskWork{.input = std::move(state_.input),
                                           .ring_bits = state_.facts->setup.ring_bits,
                                           .seeds = std::move(seeds)});
  transition.next = std::make_unique<MaskingPhase>(HolderState{.facts = state_.facts,
                                                               .roster = std::move(state_.roster),
                                                               .sharers = std::move(sharers),
                                                               .held = std::move(held)});
  return transition;
}

}  // namespace hansa::client
