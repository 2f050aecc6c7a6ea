#pragma once
// All that a coordinator and the sites that work for it hold after a session, and what they can
// compute of it: every byte that sites sent, whether the coordinator's program took it or not, and
// the colluders' secrets, drawn from a source that the test knows. Masks come off the masked inputs
// as far as secrets are known.

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "common/secagg/mask_sum.h"
#include "common/secagg/neighbour_graph.h"
#include "common/secagg/ring.h"
#include "common/secagg/session_bytes.h"
#include "tests/support/secagg_loopback.h"

namespace hansa::secagg_test {

// A masked input without the masks that can be computed.
struct BaredInput {
  secagg::RingVector rest;
  bool own_mask_off = false;
  std::set<uint32_t> pairs_on;  // sites whose mask with this one is still there
};

class CoordinatorsView {
 public:
  // Before the session runs. What `late` sites mask is seen, but reaches the coordinator's program
  // never, so that they seem to have dropped. Sets hooks of the loopback.
  CoordinatorsView(Loopback& loopback, std::set<uint32_t> colluders, std::set<uint32_t> late);

  const std::set<uint32_t>& colluders() const { return colluders_; }
  const secagg::NeighbourGraph& graph() const { return graph_; }

  // After it: of every honest site whose masked input was seen.
  std::map<uint32_t, BaredInput> BaredInputs();

 private:
  using Shares = std::map<uint32_t, SecretBytes>;  // by holder

  void SeeRoster(const v1::Roster& roster);
  void TakeColluderShares(uint32_t colluder, const v1::ShareDelivery& delivery);
  void TakeColluderShare(uint32_t colluder, uint32_t owner, ByteSpan ciphertext);
  void TakeRevealed();
  void DrawColluderSecrets();
  std::optional<SecretBytes> Combined(const Shares& shares) const;
  void CombineSecrets();
  BaredInput Bare(uint32_t site);

  Loopback& loopback_;
  const std::set<uint32_t> colluders_, late_;
  secagg::SessionId id_;
  secagg::NeighbourGraph graph_;
  uint32_t threshold_ = 0;
  std::vector<crypto::X25519Public> encryption_keys_, mask_keys_;
  std::map<uint32_t, std::unique_ptr<RandomSource>> colluder_randoms_;
  std::map<uint32_t, crypto::X25519Key> colluder_encryption_;
  std::map<uint32_t, v1::ShareDelivery> deliveries_;
  std::string survivors_;                                 // U2
  std::map<uint32_t, Shares> self_shares_, mask_shares_;  // by owner
  std::map<uint32_t, SecretBytes> self_secrets_;
  std::map<uint32_t, crypto::X25519Key> mask_secrets_;
};

}  // namespace hansa::secagg_test
