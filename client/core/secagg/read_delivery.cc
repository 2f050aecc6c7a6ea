#include <algorithm>
#include <set>

#include "client/core/secagg/held_shares.h"
#include "common/base/text.h"
#include "common/crypto/contexts.h"
#include "common/identity/signed_message.h"

namespace hansa::client {
namespace {

constexpr size_t kDigest = sizeof(crypto::Digest);
constexpr size_t kSignature = sizeof(crypto::Ed25519Signature);

crypto::Digest DigestOf(ByteSpan bytes) {
  crypto::Digest digest;
  HANSA_CHECK(bytes.size() == digest.size());
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

crypto::AuditPath PathOf(ByteSpan bytes) {
  crypto::AuditPath path;
  for (size_t at = 0; at < bytes.size(); at += kDigest)
    path.push_back(DigestOf(bytes.subspan(at, kDigest)));
  return path;
}

Error NotDue(uint32_t owner) {
  return Refused("share delivery refused",
                 StrCat("a share from ", owner, ", which is not due or was seen before"));
}

LeafPlace PlaceAt(const CheckedRoster& roster, uint32_t owner) {
  const std::vector<uint32_t> holders = roster.graph.NeighboursOf(owner);
  const auto own = std::lower_bound(holders.begin(), holders.end(), roster.self);
  return {static_cast<size_t>(own - holders.begin()), holders.size()};
}

// Empty: its owner did not sign it for this session.
std::optional<DeliveredShare> ReadOne(const v1::DeliveredShare& share,
                                      const CheckedRoster& roster) {
  v1::ShareCommitment commitment;
  if (!identity::OpenSigned(share.commitment(), roster.neighbours.at(share.sender()).identity_key,
                            crypto::context::kShares, "a share commitment", commitment)
           .ok())
    return std::nullopt;
  if (commitment.params_hash() != AsView(roster.id.params) ||
      commitment.roster_root() != AsView(roster.id.roster) ||
      commitment.leaf_root().size() != kDigest || share.path().size() % kDigest != 0)
    return std::nullopt;
  return DeliveredShare{.owner = share.sender(),
                        .place = PlaceAt(roster, share.sender()),
                        .ciphertext = AsSpan(share.ciphertext()),
                        .leaf_root = DigestOf(AsSpan(commitment.leaf_root())),
                        .path = PathOf(AsSpan(share.path()))};
}

// Hands out what the packed shares hold, one after the other.
class PackedReader {
 public:
  PackedReader(const v1::PackedDelivery& packed, const CheckedRoster& roster)
      : packed_(packed), roster_(roster), paths_(AsSpan(packed.paths())) {}

  // The senders must be neighbours. An error: the paths end before its own does.
  Result<std::optional<DeliveredShare>> Read(size_t at) {
    const uint32_t owner = packed_.senders(static_cast<int>(at));
    const LeafPlace place = PlaceAt(roster_, owner);
    const size_t path_bytes = crypto::AuditPathLength(place.index, place.count) * kDigest;
    if (path_bytes > paths_.size())
      return Refused("share delivery refused", "its paths are too short");
    const ByteSpan path = paths_.first(path_bytes);
    paths_ = paths_.subspan(path_bytes);
    const ByteSpan root = AsSpan(packed_.leaf_roots()).subspan(at * kDigest, kDigest);
    if (!crypto::VerifyEd25519(roster_.neighbours.at(owner).identity_key, crypto::context::kShares,
                               secagg::ShareCommitmentBytes(roster_.id, root),
                               AsSpan(packed_.signatures()).subspan(at * kSignature, kSignature)))
      return std::optional<DeliveredShare>();
    return std::optional(DeliveredShare{
        .owner = owner,
        .place = place,
        .ciphertext = AsSpan(packed_.ciphertexts())
                          .subspan(at * secagg::kCiphertextBytes, secagg::kCiphertextBytes),
        .leaf_root = DigestOf(root),
        .path = PathOf(path)});
  }

  Result<> End() const {
    if (paths_.empty()) return Success();
    return Refused("share delivery refused", StrCat(paths_.size(), " bytes of paths too many"));
  }

 private:
  const v1::PackedDelivery& packed_;
  const CheckedRoster& roster_;
  ByteSpan paths_;
};

bool HasSizes(const v1::PackedDelivery& packed) {
  const auto count = static_cast<size_t>(packed.senders_size());
  return packed.ciphertexts().size() == count * secagg::kCiphertextBytes &&
         packed.leaf_roots().size() == count * kDigest &&
         packed.signatures().size() == count * kSignature;
}

}  // namespace

Result<std::vector<DeliveredShare>> ReadDelivery(const v1::ShareDelivery& delivery,
                                                 const CheckedRoster& roster,
                                                 const secagg::Bitmap& sharers) {
  std::vector<DeliveredShare> shares;
  std::set<uint32_t> senders;
  const auto is_due = [&](uint32_t sender) {
    return sharers.Has(sender) && roster.IsNeighbour(sender) && senders.insert(sender).second;
  };
  const v1::PackedDelivery& packed = delivery.packed();
  if (!HasSizes(packed)) return Refused("share delivery refused", "pieces of other sizes");
  PackedReader reader(packed, roster);
  for (int i = 0; i < packed.senders_size(); ++i) {
    if (!is_due(packed.senders(i))) return NotDue(packed.senders(i));
    if (auto share = HANSA_TRY(reader.Read(static_cast<size_t>(i))))
      shares.push_back(std::move(*share));
  }
  HANSA_TRY(reader.End());
  for (const v1::DeliveredShare& single : delivery.shares()) {
    if (!is_due(single.sender())) return NotDue(single.sender());
    if (auto share = ReadOne(single, roster)) shares.push_back(std::move(*share));
  }
  return shares;
}

}  // namespace hansa::client
