#include "common/secagg/session_graph.h"

#include <algorithm>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/crypto/merkle.h"
#include "common/secagg/threshold.h"

namespace hansa::secagg {
namespace {

constexpr uint32_t kLeastShares = 2;        // of a secret that is shared at all
constexpr uint32_t kQuorumOfAll = 1000;     // up to so many sites the quorum is taken from all
constexpr uint32_t kQuorumPositions = 512;  // else from so many

Risks RisksOf(const SessionSetup& setup, uint32_t sites) {
  return {.sites = sites,
          .colluders = setup.colluders,
          .dropouts = static_cast<uint32_t>(uint64_t{sites} * setup.dropout_permille / 1000)};
}

ThresholdRule RuleOf(Profile profile, const Risks& risks) {
  return [=](uint32_t neighbours) -> std::optional<uint32_t> {
    if (profile == Profile::kMalicious) return MaliciousThreshold(risks, neighbours);
    const auto threshold = SemiHonestThreshold(risks, neighbours);
    return threshold ? std::optional(std::max(kLeastShares, *threshold)) : std::nullopt;
  };
}

Error NoGraph(const SessionSetup& setup, const Risks& risks, const std::string& why) {
  return Refused(
      "cohort refused",
      StrCat(risks.sites, " sites, of which ", risks.colluders, " may collude and ", risks.dropouts,
             " may drop, in the profile ", Name(setup.profile), ": ", why));
}

}  // namespace

Result<GraphSize> ChooseGraph(const SessionSetup& setup, uint32_t sites) {
  const GraphSize complete{
      CompleteNeighbours(sites),
      HANSA_TRY(CheckedThreshold(sites, setup.smallest_cohort, setup.colluders))};
  if (setup.profile == Profile::kComplete) return complete;
  const Risks risks = RisksOf(setup, sites);
  if (const auto ring = FindRing(risks, RuleOf(setup.profile, risks))) return *ring;
  if (sites <= limits::kCompleteGraphSites) return complete;
  return NoGraph(setup, risks, "no ring suits");
}

Result<> CheckGraph(const SessionSetup& setup, uint32_t sites, const GraphSize& stated) {
  const uint32_t threshold =
      HANSA_TRY(CheckedThreshold(sites, setup.smallest_cohort, setup.colluders));
  const Risks risks = RisksOf(setup, sites);
  const auto no = [&](const std::string& why) {
    return NoGraph(setup, risks,
                   StrCat("the coordinator states k = ", stated.neighbours,
                          " and t = ", stated.threshold, "; ", why));
  };
  if (setup.profile == Profile::kComplete || stated.neighbours == CompleteNeighbours(sites)) {
    if (sites > limits::kCompleteGraphSites)
      return no(StrCat("the complete graph is for ", limits::kCompleteGraphSites, " sites"));
    if (stated == GraphSize{CompleteNeighbours(sites), threshold}) return Success();
    return no(StrCat("the complete graph has ", CompleteNeighbours(sites), " and ", threshold));
  }
  if (stated.neighbours < 2 || stated.neighbours % 2 != 0 || stated.neighbours >= sites)
    return no("no ring has so many neighbours");
  const auto least = RuleOf(setup.profile, risks)(stated.neighbours);
  if (!least) return no("so few neighbours are not safe with any t");
  if (stated.threshold < *least || stated.threshold > stated.neighbours)
    return no(StrCat("t must be from ", *least, " to ", stated.neighbours));
  return Success();
}

crypto::Digest RosterRoot(std::vector<ByteSpan> entries, const GraphSize& size) {
  std::vector<crypto::Digest> hashes;
  hashes.reserve(entries.size() + 1);
  for (const ByteSpan entry : entries) hashes.push_back(crypto::MerkleLeafHash(entry));
  return RosterRoot(std::move(hashes), size);
}

crypto::Digest RosterRoot(std::vector<crypto::Digest> entry_hashes, const GraphSize& size) {
  if (size.neighbours != CompleteNeighbours(static_cast<uint32_t>(entry_hashes.size()))) {
    Bytes ring = ToBytes("sa1/ring");
    AppendLittleEndian(ring, size.neighbours);
    AppendLittleEndian(ring, size.threshold);
    entry_hashes.push_back(crypto::MerkleLeafHash(ring));
  }
  return crypto::MerkleTree::OfHashes(std::move(entry_hashes)).Root();
}

NeighbourGraph GraphOf(uint32_t sites, uint32_t neighbours, const crypto::Digest& roster_root) {
  return neighbours == CompleteNeighbours(sites)
             ? NeighbourGraph::Complete(sites)
             : NeighbourGraph::Ring(sites, neighbours, roster_root);
}

RingQuorum RingQuorumOf(const SessionSetup& setup, uint32_t sites) {
  const uint32_t positions = sites <= kQuorumOfAll ? sites : kQuorumPositions;
  const uint32_t corrupt = CorruptBound(RisksOf(setup, sites), positions, kMaliciousExponent);
  return {positions, (positions + corrupt) / 2 + 1};
}

uint32_t SmallestSet(const SessionSetup& setup, uint32_t sites, uint32_t neighbours) {
  if (neighbours == CompleteNeighbours(sites) || setup.profile != Profile::kSemiHonest)
    return setup.smallest_cohort;
  return std::max(setup.smallest_cohort, sites - RisksOf(setup, sites).dropouts);
}

}  // namespace hansa::secagg
