#pragma once
// The graph of one session by its profile: chosen by the coordinator, and checked by every site.

#include <concepts>
#include <string>
#include <utility>
#include <vector>

#include "common/base/result.h"
#include "common/secagg/graph_rules.h"
#include "common/secagg/neighbour_graph.h"
#include "common/secagg/params.h"

namespace hansa::secagg {

// kRefused with the numbers: fewer than n_min sites, so many colluders that they decide, or no ring
// that suits and too many sites for the complete graph.
Result<GraphSize> ChooseGraph(const SessionSetup& setup, uint32_t sites);

// kRefused with the numbers unless a session may have this k and t. The graph need not be the
// smallest that suits; it must be safe.
Result<> CheckGraph(const SessionSetup& setup, uint32_t sites, const GraphSize& stated);

// R: the Merkle root (RFC 6962) over the serialised roster entries; on a ring over one leaf more,
// "sa1/ring" || k || t, each number as 4 bytes little-endian. So sites that are told different ones
// share no key, and every k draws another ring.
crypto::Digest RosterRoot(std::vector<ByteSpan> entries, const GraphSize& size);
// The same of entries that are known by their leaf hashes alone.
crypto::Digest RosterRoot(std::vector<crypto::Digest> entry_hashes, const GraphSize& size);
// Of entries as they are kept: any range of strings.
template <typename Entries>
requires std::same_as<typename Entries::value_type, std::string> crypto::Digest RosterRoot(
    const Entries& entries, const GraphSize& size) {
  std::vector<ByteSpan> spans;
  for (const std::string& entry : entries) spans.push_back(AsSpan(entry));
  return RosterRoot(std::move(spans), size);
}

// k as checked or chosen.
NeighbourGraph GraphOf(uint32_t sites, uint32_t neighbours, const crypto::Digest& roster_root);

// Rule B of the malicious profile on a ring: statements on one view by so many of the sites at the
// first positions of the ring. Two such quorums have an honest site in common.
struct RingQuorum {
  uint32_t positions = 0;  // m
  uint32_t signers = 0;    // floor((m + c_m) / 2) + 1
};
RingQuorum RingQuorumOf(const SessionSetup& setup, uint32_t sites);

// So many sites must be in U1 and in U2: n_min; on a semi-honest ring also n - D, since with more
// sites away it may fall apart, and each part's sum would show.
uint32_t SmallestSet(const SessionSetup& setup, uint32_t sites, uint32_t neighbours);
inline uint32_t SmallestSet(const SessionSetup& setup, const NeighbourGraph& graph) {
  return SmallestSet(setup, graph.sites(), graph.neighbours());
}

}  // namespace hansa::secagg
