#include "coordinator/core/secagg/masked_witnesses.h"

namespace hansa::coordinator {
namespace {

constexpr size_t kDigest = sizeof(crypto::Digest);

}  // namespace

MaskedWitnesses::MaskedWitnesses(const ServerRoster& roster, const secagg::Bitmap& sharers,
                                 const std::map<uint32_t, v1::Signed>& commitments)
    : graph_(roster.graph), witnesses_(roster.size()) {
  const Bytes usual =
      secagg::MaskedCommitmentBytes(roster.id, crypto::Sha256(sharers.bytes()), crypto::Digest());
  const std::string_view common = AsView(ByteSpan(usual).first(usual.size() - kDigest));
  for (const auto& [site, commitment] : commitments) {
    const std::string_view payload = commitment.payload();
    witnesses_[site].commitment = &commitment;
    if (payload.size() == usual.size() && payload.starts_with(common))
      witnesses_[site].packed = payload.substr(common.size());
  }
}

void MaskedWitnesses::AddNeighboursOf(uint32_t site, v1::UnmaskRequest& request) const {
  v1::PackedMasked& packed = *request.mutable_packed_masked();
  packed.mutable_masked_sha256()->reserve(graph_.neighbours() * kDigest);
  packed.mutable_signatures()->reserve(graph_.neighbours() * sizeof(crypto::Ed25519Signature));
  for (const uint32_t neighbour : graph_.NeighboursOf(site)) {
    const Witness& witness = witnesses_[neighbour];
    if (witness.commitment == nullptr) continue;
    if (witness.packed.empty()) {
      v1::MaskedWitness& single = *request.add_masked();
      single.set_site(neighbour);
      *single.mutable_commitment() = *witness.commitment;
      continue;
    }
    packed.add_sites(neighbour);
    packed.mutable_masked_sha256()->append(witness.packed);
    packed.mutable_signatures()->append(witness.commitment->signature());
  }
}

}  // namespace hansa::coordinator
