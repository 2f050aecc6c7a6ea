// Catalogue 11: a site that lies about shares is convicted, and nobody else; a sum that honest
// inputs cannot have is no result, and convicts nobody.

#include <gmock/gmock.h>

#include "common/base/planted_bug.h"
#include "common/crypto/contexts.h"
#include "common/identity/signed_message.h"
#include "tests/attacks/attack.h"
#include "tests/support/culprit_session.h"

#ifdef HANSA_PLANTED_BUGS
namespace hansa::secagg_test {
namespace {

using testing::HasSubstr;

constexpr uint32_t kLiar = 3;

class Culprits : public testing::Test {
 protected:
  // One site cheats, and signs what it says.
  void Cheat(PlantedBug cheat) {
    planted_bug = cheat;
    planted_site = loopback_.fleet.sites[kLiar].id;
  }
  void TearDown() override {
    planted_bug = PlantedBug::kNone;
    planted_site.clear();
  }
  void ExpectConvicted(const std::string& fault) {
    ASSERT_EQ(loopback_.convicted.size(), 1u);
    const coordinator::SecAggConviction& conviction = loopback_.convicted[0];
    EXPECT_EQ(conviction.site_id, loopback_.fleet.sites[kLiar].id);
    EXPECT_EQ(conviction.fault, fault);
    for (const auto& seen : loopback_.faults)
      EXPECT_EQ(seen.site_id, loopback_.fleet.sites[kLiar].id) << seen.name;
    const auto checked = transcript::CheckCulprit(Certified(loopback_.fleet, *conviction.evidence),
                                                  loopback_.fleet.authority.public_key());
    ASSERT_TRUE(checked.ok()) << checked.error().Text();
    EXPECT_EQ(checked->site_id, conviction.site_id);
  }
  // Without proof: so it is not left out either.
  void ExpectNamedAlone(const std::string& fault) {
    EXPECT_TRUE(loopback_.HasFault(kLiar, fault));
    for (const auto& seen : loopback_.faults)
      EXPECT_EQ(seen.site_id, loopback_.fleet.sites[kLiar].id) << seen.name;
    EXPECT_TRUE(loopback_.convicted.empty());
  }
  void ExpectRightSum() {
    ASSERT_TRUE(loopback_.succeeded()) << loopback_.failure();
    EXPECT_EQ(loopback_.SessionSum(), loopback_.PlainSum(loopback_.Included()));
  }
  void ChangeUnmask(const std::function<void(v1::Unmask&)>& change) {
    loopback_.to_coordinator = [change](uint32_t site, auto& message, Bytes&) {
      if (site == kLiar && message.has_unmask()) change(*message.mutable_unmask());
    };
  }

  Loopback loopback_{{.sites = 5}};
};

TEST_F(Culprits, AFalseShareIsAnErasureAndConvictsItsHolder) {
  Cheat(PlantedBug::kFalseShare);
  loopback_.Run();
  ExpectRightSum();
  EXPECT_TRUE(loopback_.HasFault(kLiar, "share_mismatch"));
  EXPECT_FALSE(loopback_.HasFault(kLiar, "unmask_signature"));
  ExpectConvicted("false_share");
}

TEST_F(Culprits, AFalseDealingFailsTheSessionAndConvictsItsDealer) {
  Cheat(PlantedBug::kFalseDealing);
  loopback_.Run();
  EXPECT_FALSE(loopback_.succeeded());
  EXPECT_THAT(loopback_.failure(), HasSubstr(loopback_.fleet.sites[kLiar].id));
  EXPECT_TRUE(loopback_.HasFault(kLiar, "inconsistent_shares"));
  ExpectConvicted("false_dealing");
}

// The coordinator's process ends with the answers; the next one asks again, and convicts.
TEST_F(Culprits, ARestartedCoordinatorConvicts) {
  Cheat(PlantedBug::kFalseShare);
  loopback_.Open();
  while (loopback_.steps.size() < 5 && loopback_.DeliverOne()) {
  }
  ASSERT_FALSE(loopback_.outcome);
  loopback_.convicted.clear();
  loopback_.RestartCoordinator();
  while (!loopback_.outcome && loopback_.DeliverOne()) {
  }
  ExpectRightSum();
  ExpectConvicted("false_share");
}

// Named, and without its say; but nothing that a third party could check.
TEST_F(Culprits, AFalseShareThatIsNotSigned) {
  ChangeUnmask([](v1::Unmask& unmask) {
    unmask.mutable_shares(0)->mutable_self_mask()->at(0) ^= 1;
    unmask.clear_signature();
  });
  loopback_.Run();
  ExpectRightSum();
  EXPECT_FALSE(loopback_.HasFault(kLiar, "unmask_signature"));
  ExpectNamedAlone("share_mismatch");
}

TEST_F(Culprits, AFalseShareWithASignatureThatDoesNotFit) {
  ChangeUnmask(
      [](v1::Unmask& unmask) { unmask.mutable_shares(0)->mutable_self_mask()->at(0) ^= 1; });
  loopback_.Run();
  ExpectRightSum();
  ExpectNamedAlone("unmask_signature");
}

// The genuine share of the other kind: it was dealt, so its leaf is no proof.
TEST_F(Culprits, AShareOfTheOtherKind) {
  ChangeUnmask([](v1::Unmask& unmask) {
    const std::string share = unmask.shares(0).self_mask();
    unmask.mutable_shares(0)->set_mask_secret(share);
  });
  loopback_.Run();
  ExpectRightSum();
  ExpectNamedAlone("share_mismatch");
}

// A signature is looked at only where a share is wrong: of an agent from before there is none.
TEST_F(Culprits, RightSharesNeedNoSignature) {
  loopback_.to_coordinator = [](uint32_t site, auto& message, Bytes&) {
    if (!message.has_unmask()) return;
    if (site % 2 == 0) message.mutable_unmask()->clear_signature();
    if (site % 2 == 1) message.mutable_unmask()->mutable_signature()->at(0) ^= 1;
  };
  loopback_.Run();
  ExpectRightSum();
  EXPECT_TRUE(loopback_.convicted.empty());
  EXPECT_TRUE(loopback_.faults.empty());
}

TEST_F(Culprits, HonestSessionsConvictNobody) {
  for (const Loopback::Step step : {Loopback::Step::kMaskedInput, Loopback::Step::kUnmask}) {
    Loopback loopback({.sites = 6, .seed = 5});
    loopback.DropAt(2, step);
    loopback.Run();
    ASSERT_TRUE(loopback.succeeded()) << loopback.failure();
    EXPECT_TRUE(loopback.convicted.empty());
  }
}

// A masked input of the right length, signed, and garbage.
TEST_F(Culprits, AGarbageInputIsNoticedAndConvictsNobody) {
  loopback_.to_coordinator = [this](uint32_t site, auto& message, Bytes& payload) {
    if (site != kLiar || !message.has_masked_input()) return;
    for (size_t at = 3; at < payload.size(); at += 4) payload[at] ^= 0x55;
    v1::Signed& commitment = *message.mutable_masked_input()->mutable_commitment();
    v1::MaskedCommitment statement;
    ASSERT_TRUE(statement.ParseFromString(commitment.payload()));
    statement.set_masked_sha256(ToString(crypto::Sha256(payload)));
    commitment = identity::SignMessage(loopback_.fleet.sites[kLiar].identity,
                                       crypto::context::kMasked, statement);
  };
  loopback_.Run();
  EXPECT_FALSE(loopback_.succeeded());
  EXPECT_THAT(loopback_.failure(), HasSubstr("sum_out_of_range: element "));
  EXPECT_TRUE(loopback_.convicted.empty());
  EXPECT_TRUE(loopback_.faults.empty());
  const auto& failed = std::get<coordinator::SecAggFailed>(*loopback_.outcome);
  EXPECT_EQ(failed.suspects.size(), 5u);
  EXPECT_TRUE(failed.updates_may_be_spent);
}

}  // namespace
}  // namespace hansa::secagg_test
#endif
