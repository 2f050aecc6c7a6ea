// An honest site cannot be framed, whatever the coordinator and all others do with what it signed.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "common/crypto/contexts.h"
#include "common/crypto/merkle.h"
#include "common/identity/signed_message.h"
#include "common/secagg/session_graph.h"
#include "common/secagg/shamir.h"
#include "common/secagg/unmask_statement.h"
#include "tests/support/culprit_session.h"

namespace hansa::secagg_test {
namespace {

using ::testing::HasSubstr;

constexpr uint32_t kSites = 8, kHonest = 2, kColluder = 5;

// An honest session of eight, t = 4, and all that a coordinator holds of it.
class Framing : public ::testing::Test {
 protected:
  Framing() : loopback_({.sites = kSites, .transcript = true, .seed = 31}) {
    loopback_.Run();
    const transcript::SessionEvidence& held = *loopback_.record->evidence;
    id_ = {.params = crypto::Sha256(AsSpan(held.params.payload())),
           .roster = secagg::RosterRoot(held.entries, held.graph)};
    evidence_.set_version(1);
    *evidence_.mutable_params() = held.params;
    for (const std::string& entry : held.entries)
      evidence_.mutable_members()->append(AsView(crypto::MerkleLeafHash(AsSpan(entry))));
    evidence_.set_neighbours(held.graph.neighbours);
    evidence_.set_threshold(held.graph.threshold);
    evidence_.set_kind(v1::EVIDENCE_KIND_SELF_MASK);
    Accuse(kHonest);
    evidence_ = Certified(loopback_.fleet, evidence_);
  }

  const transcript::SessionEvidence& held() const { return *loopback_.record->evidence; }

  // Of what `dealer` dealt.
  void Accuse(uint32_t dealer) {
    evidence_.set_dealer(dealer);
    evidence_.set_dealer_entry(held().entries[dealer]);
    *evidence_.mutable_commitment() = held().dealt.at(dealer).commitment;
    evidence_.set_leaves(ToString(held().dealt.at(dealer).leaves));
  }

  // With the first `count` shares that were released of it.
  void AddShares(uint32_t dealer, size_t count) {
    const transcript::ReleasedEvidence& released = held().released.at(dealer);
    std::vector<std::pair<uint32_t, std::string>> shares;
    for (size_t i = 0; i < count; ++i)
      shares.emplace_back(released.holders[i],
                          ToString(ByteSpan(released.shares).subspan(i * 40, 40)));
    std::ranges::sort(shares);
    v1::FalseDealing& dealing = *evidence_.mutable_dealing();
    dealing.Clear();
    for (const auto& [holder, share] : shares) {
      dealing.add_holders(holder);
      dealing.mutable_shares()->append(share);
    }
  }

  // What the honest site signed when it revealed `dealer`'s share, over this leaf root.
  void AddAnswer(uint32_t dealer, const crypto::Digest& root_of_dealer) {
    const v1::Unmask& unmask = loopback_.unmasks.at(kHonest);
    std::vector<Bytes> leaves;
    uint32_t place = 0;
    for (const v1::RevealedShare& share : unmask.shares()) {
      if (share.owner() == dealer) place = static_cast<uint32_t>(leaves.size());
      leaves.push_back(secagg::RevealedLeaf(share.owner(), secagg::ShareKind::kSelfMask,
                                            share.owner() == dealer
                                                ? root_of_dealer
                                                : LeafRoot(held().dealt.at(share.owner()).leaves),
                                            AsSpan(share.self_mask())));
    }
    const std::vector<ByteSpan> spans(leaves.begin(), leaves.end());
    const crypto::MerkleTree tree(spans);
    const crypto::AuditPath path = tree.Path(place);
    v1::FalseShare& share = *evidence_.mutable_share();
    share.set_holder(kHonest);
    share.set_entry(held().entries[kHonest]);
    share.set_share(unmask.shares(static_cast<int>(place)).self_mask());
    share.set_count(static_cast<uint32_t>(leaves.size()));
    share.set_place(place);
    share.set_path(path.data(), path.size() * sizeof(crypto::Digest));
    share.set_root(ToString(tree.Root()));
    share.set_signature(unmask.signature());
  }

  static crypto::Digest LeafRoot(const Bytes& leaves) {
    std::vector<ByteSpan> spans;
    for (size_t at = 0; at < leaves.size(); at += secagg::kLeafBytes)
      spans.push_back(ByteSpan(leaves).subspan(at, secagg::kLeafBytes));
    return crypto::MerkleRoot(spans);
  }

  // Another commitment of a colluding dealer over the same session.
  void CommitTo(uint32_t dealer, const Bytes& leaves) {
    v1::ShareCommitment commitment;
    commitment.set_params_hash(ToString(id_.params));
    commitment.set_roster_root(ToString(id_.roster));
    commitment.set_leaf_root(ToString(LeafRoot(leaves)));
    *evidence_.mutable_commitment() = identity::SignMessage(loopback_.fleet.sites[dealer].identity,
                                                            crypto::context::kShares, commitment);
    evidence_.set_leaves(ToString(leaves));
  }

  std::string Verdict() const {
    const auto checked =
        transcript::CheckCulprit(evidence_, loopback_.fleet.authority.public_key());
    return checked.ok() ? "convicted" : checked.error().Text();
  }

  Loopback loopback_;
  secagg::SessionId id_;
  v1::CulpritEvidence evidence_;
};

TEST_F(Framing, AnHonestDealerByItsOwnShares) {
  ASSERT_EQ(held().graph.threshold, 4u);
  AddShares(kHonest, 4);
  EXPECT_THAT(Verdict(), HasSubstr("give the secret of the dealer's advertisement"));
}

// Fewer shares than t give another value at zero.
TEST_F(Framing, AnHonestDealerByFewerShares) {
  AddShares(kHonest, 3);
  EXPECT_THAT(Verdict(), HasSubstr("3 shares are in it, 4 are needed"));
  evidence_.set_threshold(3);
  EXPECT_THAT(Verdict(), HasSubstr("convicts nobody"));
}

// Of five sites t is 3: but five are not the session's roster, and what the dealer signed is of R.
TEST_F(Framing, AnHonestDealerByASmallerRoster) {
  AddShares(kHonest, 3);
  for (const size_t sites : {5, 6, 7}) {
    evidence_.set_members(std::string(evidence_.members(), 0, sites * sizeof(crypto::Digest)));
    evidence_.set_neighbours(static_cast<uint32_t>(sites) - 1);
    evidence_.set_threshold(sites == 5 ? 3 : static_cast<uint32_t>(sites) / 2);
    EXPECT_NE(Verdict(), "convicted") << sites;
  }
}

TEST_F(Framing, AnHonestDealerBySharesAtOtherPlaces) {
  AddShares(kHonest, 4);
  v1::FalseDealing& dealing = *evidence_.mutable_dealing();
  const v1::FalseDealing good = dealing;
  std::string& shares = *dealing.mutable_shares();
  std::swap_ranges(shares.begin(), shares.begin() + 40, shares.begin() + 40);
  EXPECT_THAT(Verdict(), HasSubstr("its leaf differs"));
  dealing = good;
  dealing.set_holders(1, dealing.holders(0));  // one twice, another never
  EXPECT_NE(Verdict(), "convicted");
  dealing = good;
  evidence_.set_kind(v1::EVIDENCE_KIND_MASK_SECRET);  // shares of b as if of the mask key
  EXPECT_THAT(Verdict(), HasSubstr("its leaf differs"));
}

// What another site dealt, under the honest one's name; and what a colluder signed in its place.
TEST_F(Framing, AnHonestDealerByAnothersCommitment) {
  Accuse(kColluder);
  AddShares(kColluder, 4);
  evidence_.set_dealer_entry(held().entries[kHonest]);
  EXPECT_NE(Verdict(), "convicted");
  evidence_.set_dealer(kHonest);
  EXPECT_NE(Verdict(), "convicted");
  v1::Signed forged = held().dealt.at(kHonest).commitment;
  forged.set_signature(held().dealt.at(kColluder).commitment.signature());
  *evidence_.mutable_commitment() = forged;
  EXPECT_NE(Verdict(), "convicted");
}

TEST_F(Framing, AnHonestHolderByItsOwnAnswer) {
  Accuse(kColluder);
  AddAnswer(kColluder, LeafRoot(held().dealt.at(kColluder).leaves));
  EXPECT_THAT(Verdict(), HasSubstr("is the one that the dealer committed to"));
}

// A dealer signs two commitments: one that it showed the holder, and another for the judge.
TEST_F(Framing, AnHonestHolderByADealerOfTwoCommitments) {
  Accuse(kColluder);
  Bytes leaves = held().dealt.at(kColluder).leaves;
  const crypto::Digest shown = LeafRoot(leaves);
  for (uint8_t& byte : leaves) byte ^= 1;
  CommitTo(kColluder, leaves);
  AddAnswer(kColluder, shown);
  EXPECT_THAT(Verdict(), HasSubstr("not among those that the holder signed"));
  // The judge's root in place of the holder's: then it is not what it signed.
  AddAnswer(kColluder, LeafRoot(leaves));
  EXPECT_THAT(Verdict(), HasSubstr("did not sign what it is said to have revealed"));
}

TEST_F(Framing, AnHonestHolderByAnotherShare) {
  Accuse(kColluder);
  AddAnswer(kColluder, LeafRoot(held().dealt.at(kColluder).leaves));
  evidence_.mutable_share()->mutable_share()->at(3) ^= 1;
  EXPECT_THAT(Verdict(), HasSubstr("not among those that the holder signed"));
}

// Of a share of a third site, which its own leaf fits.
TEST_F(Framing, AnHonestHolderByTheShareOfAnotherDealer) {
  Accuse(kColluder);
  AddAnswer(1, LeafRoot(held().dealt.at(1).leaves));
  EXPECT_NE(Verdict(), "convicted");
}

}  // namespace
}  // namespace hansa::secagg_test
