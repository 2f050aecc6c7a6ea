// Shares that do not arrive as dealt: a coordinator that swaps or spoils ciphertexts, and a site
// that deals shares of no secret (catalogue 11).

#include <set>

#include "common/secagg/shamir.h"
#include "common/secagg/unmask.h"
#include "tests/attacks/attack.h"

namespace hansa::secagg_test {
namespace {

// A share that did not arrive must not stop an honest site: it masks, says which is missing, and
// the others' shares are enough.
void ExpectMissingButWhole(const std::function<void(v1::ShareDelivery&)>& change,
                           const std::set<uint32_t>& missing) {
  Loopback loopback({.sites = 5});
  RunWithLie(loopback, [&](v1::SecAggToSite& message) {
    if (message.has_delivery()) change(*message.mutable_delivery());
  });
  EXPECT_TRUE(loopback.aborts.empty());
  ASSERT_TRUE(loopback.succeeded()) << loopback.failure();
  EXPECT_EQ(loopback.SessionSum(), loopback.PlainSum({0, 1, 2, 3, 4}));
  std::set<uint32_t> revealed;
  for (const auto& share : loopback.unmasks.at(kVictim).shares()) revealed.insert(share.owner());
  std::set<uint32_t> expected;
  for (uint32_t owner = 1; owner < 5; ++owner)
    if (!missing.contains(owner)) expected.insert(owner);
  EXPECT_EQ(revealed, expected);
}

TEST(WrongShares, ASpoiltCiphertextIsMissing) {
  ExpectMissingButWhole(
      [](auto& delivery) { delivery.mutable_shares(1)->mutable_ciphertext()->at(20) ^= 1; }, {2});
}

TEST(WrongShares, ACutCiphertextIsMissing) {
  ExpectMissingButWhole(
      [](auto& delivery) { delivery.mutable_shares(0)->mutable_ciphertext()->pop_back(); }, {1});
}

// Bound to sender and recipient: another's ciphertext does not open.
TEST(WrongShares, SwappedCiphertextsAreMissing) {
  ExpectMissingButWhole(
      [](auto& delivery) {
        std::swap(*delivery.mutable_shares(0)->mutable_ciphertext(),
                  *delivery.mutable_shares(1)->mutable_ciphertext());
      },
      {1, 2});
}

TEST(WrongShares, AnotherPathOrCommitmentIsMissing) {
  ExpectMissingButWhole(
      [](auto& delivery) { delivery.mutable_shares(2)->mutable_path()->at(0) ^= 1; }, {3});
  ExpectMissingButWhole([](auto& delivery) { delivery.mutable_shares(2)->clear_path(); }, {3});
  ExpectMissingButWhole(
      [](auto& delivery) {
        *delivery.mutable_shares(3)->mutable_commitment() = delivery.shares(2).commitment();
      },
      {4});
}

TEST(WrongShares, AWithheldCiphertextIsMissing) {
  ExpectMissingButWhole([](auto& delivery) { delivery.mutable_shares()->RemoveLast(); }, {4});
}

// Shares that are as committed and give another secret than the one advertised: never a silently
// wrong sum, and the dealer is named.
TEST(WrongShares, ADealerOfAnotherSecretIsNamed) {
  Loopback loopback({.sites = 5});
  loopback.on_unmask_work = [&](secagg::UnmaskWork& work) {
    // What the coordinator would hold had site 2 dealt a secret of its choice.
    crypto::SeededRandom random(9, "dealer");
    SecretBytes secret(secagg::kSecretBytes);
    random.Fill(secret.RevealMutable());
    for (secagg::OwnerShares& owner : work.owners) {
      if (owner.owner != 2) continue;
      std::vector<uint32_t> points;
      for (const uint32_t holder : owner.holders) points.push_back(holder + 1);
      owner.shares.clear();
      for (const SecretBytes& share : secagg::SplitSecret(secret, work.threshold, points, random))
        Append(owner.shares, share.Reveal());
    }
  };
  loopback.Run();
  EXPECT_FALSE(loopback.succeeded());
  EXPECT_THAT(loopback.failure(), testing::HasSubstr(loopback.fleet.sites[2].id));
  EXPECT_TRUE(loopback.HasFault(2, "inconsistent_shares"));
  EXPECT_EQ(loopback.faults.size(), 1u);
}

// The same for a site that dropped: its mask key does not fit the shares.
TEST(WrongShares, ADealerOfAnotherMaskKeyIsNamed) {
  Loopback loopback({.sites = 5});
  loopback.DropAt(2, Loopback::Step::kMaskedInput);
  loopback.on_unmask_work = [&](secagg::UnmaskWork& work) {
    for (secagg::OwnerShares& owner : work.owners)
      if (owner.owner == 2) owner.shares[0] ^= 1;
  };
  loopback.Run();
  EXPECT_FALSE(loopback.succeeded());
  EXPECT_THAT(loopback.failure(), testing::HasSubstr(loopback.fleet.sites[2].id));
  EXPECT_TRUE(loopback.HasFault(2, "inconsistent_shares"));
}

}  // namespace
}  // namespace hansa::secagg_test
