#include "tests/attacks/lying_coordinator.h"

#include <algorithm>

#include "common/crypto/merkle.h"
#include "common/secagg/session_graph.h"
#include "common/secagg/share_leaves.h"
#include "tests/attacks/leaked_sums.h"

namespace hansa::secagg_test {
namespace {

std::string PathTo(const v1::Shares& dealt, size_t place) {
  const crypto::AuditPath path =
      crypto::MerklePath(secagg::LeavesIn(AsSpan(dealt.packed_leaves())), place);
  std::string bytes;
  for (const crypto::Digest& digest : path) bytes += ToString(digest);
  return bytes;
}

}  // namespace

secagg::NeighbourGraph GraphOf(const v1::Roster& roster) {
  return secagg::GraphOf(
      static_cast<uint32_t>(roster.entries_size()), roster.neighbours(),
      secagg::RosterRoot(roster.entries(), {roster.neighbours(), roster.threshold()}));
}

LyingCoordinator::LyingCoordinator(const LoopbackOptions& options, uint32_t neighbours,
                                   uint32_t threshold)
    : loopback(options), neighbours_(neighbours), threshold_(threshold) {
  // Once the shares are dealt the honest one, which has other numbers, has nothing more to say.
  loopback.to_site = [this](uint32_t, v1::SecAggToSite& message) {
    if (message.has_params()) return;
    if (!message.has_roster()) return message.Clear();
    message.mutable_roster()->set_neighbours(neighbours_);
    message.mutable_roster()->set_threshold(threshold_);
    graph_ = GraphOf(message.roster());
  };
  loopback.to_coordinator = [this](uint32_t site, v1::SecAggToCoordinator& message, Bytes&) {
    if (message.has_shares()) dealt_[site] = message.shares();
    if (message.has_masked_input()) masked_[site] = message.masked_input().commitment();
    if (message.has_alive()) alive_[site] = message.alive().statement();
  };
  loopback.Open();
  while (loopback.DeliverOne()) {
  }
}

secagg::Bitmap LyingCoordinator::AllBut(const std::vector<uint32_t>& positions) const {
  secagg::Bitmap set(graph_.sites());
  for (uint32_t at = 0; at < graph_.sites(); ++at)
    if (std::find(positions.begin(), positions.end(), at) == positions.end())
      set.Add(graph_.SiteAt(at));
  return set;
}

void LyingCoordinator::Tell(uint32_t site, const v1::SecAggToSite& message) {
  loopback.ToSite(site, message);
}

v1::SecAggToSite LyingCoordinator::Delivery(uint32_t site, const secagg::Bitmap& sharers) const {
  v1::SecAggToSite message;
  v1::ShareDelivery& delivery = *message.mutable_delivery();
  delivery.set_params_hash(ToString(loopback.clients.at(site)->params_hash()));
  delivery.set_sharers(ToString(sharers.bytes()));
  for (const uint32_t owner : graph_.NeighboursOf(site)) {
    if (!sharers.Has(owner)) continue;
    const v1::Shares& dealt = dealt_.at(owner);
    const std::vector<uint32_t> holders = graph_.NeighboursOf(owner);
    const auto place = static_cast<size_t>(std::lower_bound(holders.begin(), holders.end(), site) -
                                           holders.begin());
    v1::DeliveredShare& share = *delivery.add_shares();
    share.set_sender(owner);
    share.set_ciphertext(dealt.packed_ciphertexts().substr(place * secagg::kCiphertextBytes,
                                                           secagg::kCiphertextBytes));
    *share.mutable_commitment() = dealt.commitment();
    share.set_path(PathTo(dealt, place));
  }
  return message;
}

v1::SecAggToSite LyingCoordinator::AliveRequest(uint32_t site,
                                                const secagg::Bitmap& survivors) const {
  v1::SecAggToSite message;
  message.mutable_alive_request()->set_params_hash(
      ToString(loopback.clients.at(site)->params_hash()));
  message.mutable_alive_request()->set_survivors(ToString(survivors.bytes()));
  return message;
}

// Statements of the same view count; signatures on masked inputs are what there is.
v1::SecAggToSite LyingCoordinator::UnmaskRequest(uint32_t site, const RingView& view,
                                                 const Views& views) const {
  v1::SecAggToSite message;
  v1::UnmaskRequest& request = *message.mutable_unmask_request();
  request.set_params_hash(ToString(loopback.clients.at(site)->params_hash()));
  const secagg::Bitmap survivors = AllBut(view.without_surviving);
  request.set_survivors(ToString(survivors.bytes()));
  for (const auto& [signer, statement] : alive_) {
    if (views(graph_.PositionOf(signer)) != &view) continue;
    v1::AliveWitness& witness = *request.add_quorum();
    witness.set_site(signer);
    *witness.mutable_statement() = statement;
  }
  for (const uint32_t neighbour : graph_.NeighboursOf(site)) {
    if (!survivors.Has(neighbour) || !masked_.contains(neighbour)) continue;
    v1::MaskedWitness& witness = *request.add_masked();
    witness.set_site(neighbour);
    *witness.mutable_commitment() = masked_.at(neighbour);
  }
  return message;
}

void LyingCoordinator::Run(const Views& views) {
  const auto tell_all = [&](const auto& message_for) {
    for (uint32_t at = 0; at < graph_.sites(); ++at)
      if (const RingView* view = views(at)) Tell(graph_.SiteAt(at), message_for(at, *view));
    while (loopback.DeliverOne()) {
    }
  };
  tell_all([this](uint32_t at, const RingView& view) {
    const uint32_t site = graph_.SiteAt(at);
    return Delivery(site, sharers_[site] = AllBut(view.without_sharing));
  });
  if (loopback.options.profile != secagg::Profile::kSemiHonest)
    tell_all([this](uint32_t at, const RingView& view) {
      return AliveRequest(graph_.SiteAt(at), AllBut(view.without_surviving));
    });
  tell_all([&](uint32_t at, const RingView& view) {
    survivors_[graph_.SiteAt(at)] = AllBut(view.without_surviving);
    return UnmaskRequest(graph_.SiteAt(at), view, views);
  });
}

std::vector<uint32_t> LyingCoordinator::Revealed() const {
  std::vector<uint32_t> positions;
  for (const auto& entry : loopback.unmasks) positions.push_back(graph_.PositionOf(entry.first));
  std::sort(positions.begin(), positions.end());
  return positions;
}

std::vector<std::set<uint32_t>> LyingCoordinator::Leaked() const {
  std::vector<SaidBySite> said(graph_.sites());
  for (const auto& [site, sharers] : sharers_) {
    said[site].masked = masked_.contains(site);
    said[site].sharers = sharers;
  }
  for (const auto& [site, unmask] : loopback.unmasks) {
    for (const v1::RevealedShare& share : unmask.shares())
      (share.has_self_mask() ? said[site].self : said[site].secrets).insert(share.owner());
    for (const uint32_t owner : unmask.owners())  // the kind follows from the U2 that it was shown
      (survivors_.at(site).Has(owner) ? said[site].self : said[site].secrets).insert(owner);
  }
  std::vector<std::set<uint32_t>> leaked;
  for (const std::set<uint32_t>& sites : LeakedSums(graph_, threshold_, said)) {
    std::set<uint32_t>& positions = leaked.emplace_back();
    for (const uint32_t site : sites) positions.insert(graph_.PositionOf(site));
  }
  return leaked;
}

}  // namespace hansa::secagg_test
