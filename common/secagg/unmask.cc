#include "common/secagg/unmask.h"

#include <map>
#include <optional>

#include "common/base/check.h"
#include "common/secagg/mask.h"
#include "common/secagg/shamir.h"

namespace hansa::secagg {
namespace {

// The survivor's own mask comes off. False when the secret is not the committed one.
bool AddSelfMask(const UnmaskWork& work, uint32_t owner, const SecretBytes& secret,
                 std::vector<SignedSeed>& seeds) {
  const UnmaskSite& site = work.roster[owner];
  if (SelfMaskCommitment(work.id.params, site.site_id, secret) != site.self_mask_commitment)
    return false;
  seeds.push_back({SelfSeed(work.id, secret, owner), false});
  return true;
}

// The pairwise masks that surviving neighbours have with the dropped site come off. False when the
// secret does not belong to the advertised key.
bool AddPairMasks(const UnmaskWork& work, uint32_t owner, SecretBytes secret,
                  std::vector<SignedSeed>& seeds) {
  const crypto::X25519Key key = crypto::X25519Key::FromSecret(std::move(secret));
  if (key.public_key() != work.roster[owner].mask_key) return false;
  for (const uint32_t survivor : work.graph.NeighboursOf(owner)) {
    if (!work.survivors.Has(survivor)) continue;
    const std::optional<SecretBytes> agreed = key.Agree(work.roster[survivor].mask_key);
    if (!agreed) return false;
    // The survivor added its mask when its index is the lower of the two.
    seeds.push_back({PairSeed(work.id, *agreed, survivor, owner), survivor > owner});
  }
  return true;
}

// What comes off the sum, or who dealt shares of another secret than the one advertised.
std::vector<SignedSeed> MasksOf(const UnmaskWork& work, std::vector<OwnerShares>& dealers) {
  MaskFinder finder(work);
  std::vector<SignedSeed> seeds;
  for (const OwnerShares& owner : work.owners)
    if (!finder.Add(owner, seeds)) dealers.push_back(owner);
  return seeds;
}

// Reads through to another blob, and knows the digest of all that was read, in order.
class HashedReading final : public Blob {
 public:
  explicit HashedReading(const Blob& blob) : blob_(blob) {}
  uint64_t size() const override { return blob_.size(); }
  Result<> ReadAt(uint64_t offset, std::span<uint8_t> out) const override {
    HANSA_TRY(blob_.ReadAt(offset, out));
    hash_.Update(out);
    return Success();
  }
  crypto::Digest Finish() { return hash_.Finish(); }

 private:
  const Blob& blob_;
  mutable crypto::Sha256Stream hash_;  // of whoever reads; one at a time
};

}  // namespace

ByteSpan OwnerShares::Share(size_t place) const {
  return ByteSpan(shares).subspan(place * kShareBytes, kShareBytes);
}

// Most owners' secrets come from the same holders, so their Lagrange weights are computed once.
class MaskFinder::Reconstructor {
 public:
  explicit Reconstructor(uint32_t threshold) : threshold_(threshold) {}

  std::optional<SecretBytes> Combine(const OwnerShares& owner) {
    HANSA_CHECK(owner.shares.size() == owner.holders.size() * kShareBytes &&
                owner.holders.size() >= threshold_);
    std::vector<uint32_t> points;
    std::vector<ByteSpan> shares;
    for (size_t i = 0; i < threshold_; ++i) {
      points.push_back(owner.holders[i] + 1);
      shares.push_back(owner.Share(i));
    }
    auto known = weights_.find(points);
    if (known == weights_.end()) known = weights_.emplace(points, LagrangeWeights(points)).first;
    return CombineShares(shares, known->second);
  }

 private:
  size_t threshold_;
  std::map<std::vector<uint32_t>, std::vector<Field61>> weights_;
};

MaskFinder::MaskFinder(const UnmaskWork& frame)
    : frame_(frame), reconstructor_(std::make_unique<Reconstructor>(frame.threshold)) {}
MaskFinder::~MaskFinder() = default;

bool MaskFinder::Add(const OwnerShares& owner, std::vector<SignedSeed>& seeds) {
  std::optional<SecretBytes> secret = reconstructor_->Combine(owner);
  return secret && (frame_.survivors.Has(owner.owner)
                        ? AddSelfMask(frame_, owner.owner, *secret, seeds)
                        : AddPairMasks(frame_, owner.owner, std::move(*secret), seeds));
}

Result<UnmaskResult> RunUnmask(UnmaskWork&& received, const ByteSink& out, WorkLine& line) {
  const UnmaskWork work = std::move(received);
  UnmaskResult result;
  const std::vector<SignedSeed> seeds = MasksOf(work, result.dealers);
  if (!result.ok()) return result;
  HashedReading masked(*work.sum.bytes);
  SumRange range(work.segments, work.ring_bits, work.max_weight, work.survivors.Count());
  const bool looks = !work.segments.empty();
  const ByteSink looked_at = [&](ByteSpan bytes) {
    if (looks) range.Add(bytes);
    return out(bytes);
  };
  result.sum.sha256 = HANSA_TRY(WriteMasked(masked, work.ring_bits, seeds, looked_at, line));
  if (masked.Finish() != work.sum.sha256)
    return VerificationFailed("the masked sum is not the one that was stored", "its digest differs",
                              "Look at this machine's disk");
  if (looks) result.outside = range.Find();
  return result;
}

Result<UnmaskResult> RunUnmask(UnmaskWork&& work, WorkLine& line) {
  Bytes sum;
  const ByteSink append = [&sum](ByteSpan bytes) {
    Append(sum, bytes);
    return Success();
  };
  UnmaskResult result = HANSA_TRY(RunUnmask(std::move(work), append, line));
  result.sum.bytes = MakeBlob(std::move(sum));
  return result;
}

Result<UnmaskResult> RunUnmask(UnmaskWork&& work) {
  OneLane alone;
  return RunUnmask(std::move(work), alone);
}

}  // namespace hansa::secagg
