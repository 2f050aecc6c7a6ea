// What a ring's sites are sent in one piece: shares and signatures that were altered, cut, put
// twice; and sites that sign the same in other bytes, of whom it cannot be packed.

#include <numeric>

#include "common/crypto/contexts.h"
#include "tests/attacks/attack.h"

namespace hansa::secagg_test {
namespace {

constexpr size_t kCiphertext = 108, kDigest = 32, kSignature = 64;

LoopbackOptions Ring() {
  return {.sites = 40,
          .smallest_cohort = 20,
          .colluders = 1,
          .profile = secagg::Profile::kMalicious,
          .dropout_permille = 100};
}

std::vector<uint32_t> Everybody() {
  std::vector<uint32_t> sites(40);
  std::iota(sites.begin(), sites.end(), 0);
  return sites;
}

struct Change {
  const char* name;
  std::function<void(v1::PackedDelivery&)> change;
};

TEST(PackedShares, OneThatIsSpoiltIsMissing) {
  const std::vector<Change> changes = {
      {"ciphertext", [](auto& packed) { packed.mutable_ciphertexts()->at(20) ^= 1; }},
      {"leaf root", [](auto& packed) { packed.mutable_leaf_roots()->at(3) ^= 1; }},
      {"signature", [](auto& packed) { packed.mutable_signatures()->at(3) ^= 1; }},
      {"path", [](auto& packed) { packed.mutable_paths()->at(3) ^= 1; }},
      {"another's signature",
       [](auto& packed) {
         packed.mutable_signatures()->replace(0, kSignature,
                                              packed.signatures().substr(kSignature, kSignature));
       }},
      {"another's ciphertext",
       [](auto& packed) {
         packed.mutable_ciphertexts()->replace(
             0, kCiphertext, packed.ciphertexts().substr(kCiphertext, kCiphertext));
       }},
  };
  for (const Change& it : changes) {
    SCOPED_TRACE(it.name);
    Loopback loopback(Ring());
    v1::PackedDelivery sent;
    RunWithLie(loopback, [&](v1::SecAggToSite& message) {
      if (!message.has_delivery()) return;
      it.change(*message.mutable_delivery()->mutable_packed());
      sent = message.delivery().packed();
    });
    EXPECT_TRUE(loopback.aborts.empty());
    ASSERT_TRUE(loopback.succeeded()) << loopback.failure();
    EXPECT_EQ(loopback.SessionSum(), loopback.PlainSum(Everybody()));
    const auto& revealed = loopback.unmasks.at(kVictim).owners();
    EXPECT_EQ(revealed.size(), sent.senders_size() - 1);
    EXPECT_EQ(std::count(revealed.begin(), revealed.end(), sent.senders(0)), 0);
  }
}

struct Refused {
  const char* name;
  std::function<void(v1::PackedDelivery&)> change;
  const char* reason;
};

TEST(PackedShares, PiecesThatDoNotFitEndTheSession) {
  const std::vector<Refused> changes = {
      {"a ciphertext cut", [](auto& packed) { packed.mutable_ciphertexts()->pop_back(); },
       "pieces of other sizes"},
      {"a root too many", [](auto& packed) { packed.mutable_leaf_roots()->append(kDigest, 'r'); },
       "pieces of other sizes"},
      {"a signature cut", [](auto& packed) { packed.mutable_signatures()->pop_back(); },
       "pieces of other sizes"},
      {"a path cut",
       [](auto& packed) { packed.mutable_paths()->resize(packed.paths().size() - kDigest); },
       "its paths are too short"},
      {"a path too many", [](auto& packed) { packed.mutable_paths()->append(kDigest, 'p'); },
       "32 bytes of paths too many"},
      {"a sender twice", [](auto& packed) { packed.set_senders(1, packed.senders(0)); },
       "not due or was seen before"},
      {"a sender that there is not", [](auto& packed) { packed.set_senders(0, 9999); },
       "not due or was seen before"},
      {"the site itself", [](auto& packed) { packed.set_senders(0, kVictim); },
       "not due or was seen before"},
  };
  for (const Refused& it : changes) {
    SCOPED_TRACE(it.name);
    Loopback loopback(Ring());
    RunWithLie(loopback, [&](v1::SecAggToSite& message) {
      if (message.has_delivery()) it.change(*message.mutable_delivery()->mutable_packed());
    });
    ExpectVictimLeft(loopback, Sent::kShares, it.reason);
  }
}

// The fields of a message in another order, which Protobuf reads alike; each has 32 bytes.
std::string Reordered(const std::string& payload) {
  std::string reordered;
  for (size_t at = payload.size(); at > 0; at -= 2 + kDigest)
    reordered += payload.substr(at - 2 - kDigest, 2 + kDigest);
  return reordered;
}

v1::Signed SignedAnew(const Loopback& loopback, uint32_t site, std::string_view context,
                      const v1::Signed& message) {
  v1::Signed anew;
  anew.set_payload(Reordered(message.payload()));
  anew.set_signature(
      ToString(loopback.fleet.sites[site].identity.Sign(context, AsSpan(anew.payload()))));
  return anew;
}

// Another implementation may write Protobuf in its own way: what it signed is handed on whole.
TEST(PackedMessages, OtherBytesOfTheSameMessageAreHandedOnWhole) {
  constexpr uint32_t kOther = 7;
  Loopback loopback(Ring());
  loopback.to_coordinator = [&](uint32_t site, v1::SecAggToCoordinator& message, Bytes&) {
    if (site != kOther) return;
    if (message.has_shares())
      *message.mutable_shares()->mutable_commitment() =
          SignedAnew(loopback, site, crypto::context::kShares, message.shares().commitment());
    if (message.has_masked_input())
      *message.mutable_masked_input()->mutable_commitment() =
          SignedAnew(loopback, site, crypto::context::kMasked, message.masked_input().commitment());
  };
  int shares = 0, witnesses = 0;
  uint32_t neighbours = 0;
  loopback.to_site = [&](uint32_t, v1::SecAggToSite& message) {
    if (message.has_roster()) neighbours = message.roster().neighbours();
    shares += message.delivery().shares_size();
    witnesses += message.unmask_request().masked_size();
  };
  loopback.Run();
  ASSERT_TRUE(loopback.succeeded()) << loopback.failure();
  EXPECT_EQ(loopback.SessionSum(), loopback.PlainSum(Everybody()));
  EXPECT_EQ(shares, static_cast<int>(neighbours));
  EXPECT_EQ(witnesses, static_cast<int>(neighbours));
}

}  // namespace
}  // namespace hansa::secagg_test
