#include "coordinator/core/secagg/deliveries.h"

#include <algorithm>
#include <vector>

namespace hansa::coordinator {
namespace {

std::string_view PathView(const crypto::AuditPath& path) {
  return {reinterpret_cast<const char*>(path.data()), path.size() * sizeof(crypto::Digest)};
}

void AddSingly(uint32_t owner, const ShareBox& box, size_t place, const crypto::AuditPath& path,
               v1::ShareDelivery& delivery) {
  v1::DeliveredShare& share = *delivery.add_shares();
  share.set_sender(owner);
  share.set_ciphertext(ToString(box.Ciphertext(place)));
  *share.mutable_commitment() = box.commitment;
  share.set_path(std::string(PathView(path)));
}

// A thousand sites on a ring get 146,000 shares: without a message for each, in a tenth of the
// time.
void AddPacked(uint32_t owner, const ShareBox& box, size_t place, const crypto::Digest& root,
               const crypto::AuditPath& path, v1::PackedDelivery& packed) {
  packed.add_senders(owner);
  packed.mutable_ciphertexts()->append(AsView(box.Ciphertext(place)));
  packed.mutable_leaf_roots()->append(AsView(root));
  packed.mutable_signatures()->append(box.commitment.signature());
  packed.mutable_paths()->append(PathView(path));
}

void Reserve(size_t neighbours, v1::PackedDelivery& packed) {
  packed.mutable_senders()->Reserve(static_cast<int>(neighbours));
  packed.mutable_ciphertexts()->reserve(neighbours * secagg::kCiphertextBytes);
  packed.mutable_leaf_roots()->reserve(neighbours * sizeof(crypto::Digest));
  packed.mutable_signatures()->reserve(neighbours * sizeof(crypto::Ed25519Signature));
  packed.mutable_paths()->reserve(neighbours * sizeof(crypto::Digest) *
                                  crypto::AuditPathLength(0, neighbours));
}

// Its receiver can tell which bytes were signed.
bool IsPackable(const secagg::SessionId& id, const ShareBox& box, const crypto::Digest& root) {
  return std::ranges::equal(AsSpan(box.commitment.payload()),
                            secagg::ShareCommitmentBytes(id, root));
}

}  // namespace

std::map<uint32_t, v1::ShareDelivery> MakeDeliveries(const ServerRoster& roster,
                                                     const secagg::Bitmap& sharers,
                                                     std::map<uint32_t, ShareBox>& boxes) {
  const bool packs = !roster.graph.complete();  // agents of a complete graph may be older
  std::map<uint32_t, v1::ShareDelivery> deliveries;
  std::vector<v1::ShareDelivery*> by_index(roster.size());
  for (const auto& [holder, box] : boxes) {
    v1::ShareDelivery& delivery = *(by_index[holder] = &deliveries[holder]);
    delivery.set_params_hash(ToString(roster.id.params));
    delivery.set_sharers(ToString(sharers.bytes()));
    if (packs) Reserve(box.holders.size(), *delivery.mutable_packed());
  }
  for (auto& [owner, box] : boxes) {
    const crypto::MerkleTree& tree = box.Tree();
    const crypto::Digest root = tree.Root();
    const bool packed = packs && IsPackable(roster.id, box, root);
    for (size_t place = 0; place < box.holders.size(); ++place) {
      v1::ShareDelivery* const delivery = by_index[box.holders[place]];
      if (delivery == nullptr) continue;
      if (packed)
        AddPacked(owner, box, place, root, tree.Path(place), *delivery->mutable_packed());
      else
        AddSingly(owner, box, place, tree.Path(place), *delivery);
    }
    box.ciphertexts = {};
    box.tree.reset();
  }
  return deliveries;
}

}  // namespace hansa::coordinator
