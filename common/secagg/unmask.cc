#include "common/secagg/unmask.h"

#include <map>
#include <optional>

#include "common/base/check.h"
#include "common/secagg/mask.h"
#include "common/secagg/shamir.h"

namespace hansa::secagg {
namespace {

// Most owners' secrets come from the same holders, so their Lagrange weights are computed once.
class Reconstructor {
 public:
  explicit Reconstructor(uint32_t threshold) : threshold_(threshold) {}

  std::optional<SecretBytes> Combine(const OwnerShares& owner) {
    HANSA_CHECK(owner.holders.size() == owner.shares.size() && owner.shares.size() >= threshold_);
    std::vector<uint32_t> points;
    std::vector<ByteSpan> shares;
    for (size_t i = 0; i < threshold_; ++i) {
      points.push_back(owner.holders[i] + 1);
      shares.push_back(owner.shares[i].Reveal());
    }
    auto known = weights_.find(points);
    if (known == weights_.end()) known = weights_.emplace(points, LagrangeWeights(points)).first;
    return CombineShares(shares, known->second);
  }

 private:
  size_t threshold_;
  std::map<std::vector<uint32_t>, std::vector<Field61>> weights_;
};

// The survivor's own mask comes off. False when the secret is not the committed one.
bool AddSelfMask(const UnmaskWork& work, uint32_t owner, const SecretBytes& secret,
                 std::vector<SignedSeed>& seeds) {
  const UnmaskSite& site = work.roster[owner];
  if (SelfMaskCommitment(work.id.params, site.site_id, secret) != site.self_mask_commitment)
    return false;
  seeds.push_back({SelfSeed(work.id, secret, owner), false});
  return true;
}

// Every survivor's pairwise mask with the dropped site comes off. False when the secret does not
// belong to the advertised key.
bool AddPairMasks(const UnmaskWork& work, uint32_t owner, SecretBytes secret,
                  const std::vector<uint32_t>& survivors, std::vector<SignedSeed>& seeds) {
  const crypto::X25519Key key = crypto::X25519Key::FromSecret(std::move(secret));
  if (key.public_key() != work.roster[owner].mask_key) return false;
  for (const uint32_t survivor : survivors) {
    const std::optional<SecretBytes> agreed = key.Agree(work.roster[survivor].mask_key);
    if (!agreed) return false;
    // The survivor added its mask when its index is the lower of the two.
    seeds.push_back({PairSeed(work.id, *agreed, survivor, owner), survivor > owner});
  }
  return true;
}

}  // namespace

UnmaskResult RunUnmask(UnmaskWork&& received) {
  const UnmaskWork work = std::move(received);
  UnmaskResult result;
  result.sum = work.sum;
  Reconstructor reconstructor(work.threshold);
  const std::vector<uint32_t> survivors = work.survivors.Members();
  std::vector<SignedSeed> seeds;
  for (const OwnerShares& owner : work.owners) {
    std::optional<SecretBytes> secret = reconstructor.Combine(owner);
    const bool good =
        secret && (work.survivors.Has(owner.owner)
                       ? AddSelfMask(work, owner.owner, *secret, seeds)
                       : AddPairMasks(work, owner.owner, std::move(*secret), survivors, seeds));
    if (!good) result.dealers.push_back(owner.owner);
  }
  if (result.ok()) ApplyMasks(result.sum, seeds);
  return result;
}

}  // namespace hansa::secagg
