// Sites that cheat, against the coordinator: each lie is named and counted, costs the liar its
// place and nobody else anything; the sum stays the plain sum over U2.

#include "common/crypto/contexts.h"
#include "common/identity/signed_message.h"
#include "tests/attacks/attack.h"

namespace hansa::secagg_test {
namespace {

constexpr uint32_t kLiar = 3;

// A session of five in which the liar's message of one kind is altered on its way.
void RunWithLiar(Loopback& loopback,
                 std::function<void(v1::SecAggToCoordinator&, Bytes& payload)> lie) {
  loopback.to_coordinator = [lie = std::move(lie)](uint32_t site, auto& message, Bytes& payload) {
    if (site == kLiar) lie(message, payload);
  };
  loopback.Run();
}

void ExpectNamedAndHarmless(const Loopback& loopback, const std::string& fault,
                            const std::vector<uint32_t>& included) {
  EXPECT_TRUE(loopback.HasFault(kLiar, fault))
      << "faults: " << (loopback.faults.empty() ? "none" : loopback.faults[0].name);
  for (const auto& seen : loopback.faults) EXPECT_EQ(seen.site_id, loopback.fleet.sites[kLiar].id);
  ASSERT_TRUE(loopback.succeeded()) << loopback.failure();
  EXPECT_EQ(loopback.Included(), included);
  EXPECT_EQ(loopback.SessionSum(), loopback.PlainSum(included));
}

const std::vector<uint32_t> kOthers = {0, 1, 2, 4};
const std::vector<uint32_t> kEveryone = {0, 1, 2, 3, 4};

void ExpectAdvertisementRefused(const std::function<void(Loopback&, v1::Advertisement&)>& change,
                                const std::string& fault) {
  Loopback loopback({.sites = 5});
  RunWithLiar(loopback, [&](auto& message, Bytes&) {
    if (!message.has_advertise()) return;
    v1::Signed& signed_message = *message.mutable_advertise()->mutable_advertisement();
    v1::Advertisement advertisement;
    ASSERT_TRUE(advertisement.ParseFromString(signed_message.payload()));
    change(loopback, advertisement);
    signed_message = identity::SignMessage(loopback.fleet.sites[kLiar].identity,
                                           crypto::context::kAdvertise, advertisement);
  });
  ExpectNamedAndHarmless(loopback, fault, kOthers);
}

TEST(LyingSite, Advertisements) {
  ExpectAdvertisementRefused(
      [](Loopback& loopback, auto& ad) { ad.set_site_id(loopback.fleet.sites[1].id); },
      "wrong_session");
  ExpectAdvertisementRefused([](Loopback&, auto& ad) { ad.mutable_params_hash()->at(3) ^= 1; },
                             "wrong_session");
  ExpectAdvertisementRefused([](Loopback&, auto& ad) { ad.set_mask_key("short"); }, "wrong_length");
  ExpectAdvertisementRefused([](Loopback&, auto& ad) { ad.clear_self_mask_commitment(); },
                             "wrong_length");
  ExpectAdvertisementRefused([](Loopback&, auto& ad) { ad.set_mask_key(std::string(32, '\0')); },
                             "bad_key");
  ExpectAdvertisementRefused(
      [](Loopback&, auto& ad) { ad.set_mask_key(std::string(ad.encryption_key())); },
      "repeated_key");
}

TEST(LyingSite, AnAdvertisementItDidNotSign) {
  Loopback loopback({.sites = 5});
  RunWithLiar(loopback, [](auto& message, Bytes&) {
    if (message.has_advertise())
      message.mutable_advertise()->mutable_advertisement()->mutable_signature()->at(0) ^= 1;
  });
  ExpectNamedAndHarmless(loopback, "bad_signature", kOthers);
}

TEST(LyingSite, AnothersCredential) {
  Loopback loopback({.sites = 5});
  RunWithLiar(loopback, [&](auto& message, Bytes&) {
    if (message.has_advertise())
      *message.mutable_advertise()->mutable_credential() = loopback.fleet.sites[1].credential;
  });
  ExpectNamedAndHarmless(loopback, "wrong_credential", kOthers);
}

void ExpectSharesRefused(const std::function<void(v1::Shares&)>& change, const std::string& fault) {
  Loopback loopback({.sites = 5});
  RunWithLiar(loopback, [&](auto& message, Bytes&) {
    if (message.has_shares()) change(*message.mutable_shares());
  });
  ExpectNamedAndHarmless(loopback, fault, kOthers);
}

TEST(LyingSite, Shares) {
  ExpectSharesRefused([](auto& shares) { shares.mutable_shares()->RemoveLast(); },
                      "wrong_recipients");
  ExpectSharesRefused([](auto& shares) { shares.mutable_shares(0)->set_recipient(kLiar); },
                      "wrong_recipients");
  ExpectSharesRefused([](auto& shares) { shares.mutable_shares()->SwapElements(0, 1); },
                      "wrong_recipients");
  ExpectSharesRefused([](auto& shares) { shares.mutable_shares(1)->set_ciphertext("short"); },
                      "wrong_length");
  ExpectSharesRefused([](auto& shares) { shares.set_leaves(1, "short"); }, "wrong_length");
  ExpectSharesRefused([](auto& shares) { shares.mutable_leaves(1)->at(0) ^= 1; }, "leaf_mismatch");
  ExpectSharesRefused(
      [](auto& shares) { shares.mutable_commitment()->mutable_signature()->at(0) ^= 1; },
      "bad_signature");
}

void ExpectInputRefused(const std::function<void(v1::MaskedInput&, Bytes&)>& change,
                        const std::string& fault) {
  Loopback loopback({.sites = 5});
  RunWithLiar(loopback, [&](auto& message, Bytes& payload) {
    if (message.has_masked_input()) change(*message.mutable_masked_input(), payload);
  });
  ExpectNamedAndHarmless(loopback, fault, kOthers);
}

// A wrong length costs the run elsewhere (Flower 1.42); here it costs the liar its place.
TEST(LyingSite, MaskedInputs) {
  ExpectInputRefused([](auto&, Bytes& payload) { payload.pop_back(); }, "wrong_length");
  ExpectInputRefused([](auto&, Bytes& payload) { payload.clear(); }, "wrong_length");
  ExpectInputRefused([](auto&, Bytes& payload) { payload.resize(1 << 20); }, "wrong_length");
  ExpectInputRefused([](auto&, Bytes& payload) { payload[2] ^= 1; }, "payload_mismatch");
  ExpectInputRefused([](auto& input, Bytes&) { input.set_missing("\xff\xff"); }, "wrong_bitmap");
  ExpectInputRefused(
      [](auto& input, Bytes&) { input.mutable_commitment()->mutable_signature()->at(0) ^= 1; },
      "bad_signature");
}

TEST(LyingSite, AnInputMaskedForAnotherView) {
  Loopback loopback({.sites = 5});
  RunWithLiar(loopback, [&](auto& message, Bytes&) {
    if (!message.has_masked_input()) return;
    v1::Signed& commitment = *message.mutable_masked_input()->mutable_commitment();
    v1::MaskedCommitment statement;
    ASSERT_TRUE(statement.ParseFromString(commitment.payload()));
    statement.mutable_sharers_hash()->at(0) ^= 1;
    commitment = identity::SignMessage(loopback.fleet.sites[kLiar].identity,
                                       crypto::context::kMasked, statement);
  });
  ExpectNamedAndHarmless(loopback, "wrong_view", kOthers);
}

// Once in U2 the liar's input is in the sum; it loses its say, not its place.
TEST(LyingSite, AStatementOnAnotherView) {
  Loopback loopback({.sites = 5});
  RunWithLiar(loopback, [](auto& message, Bytes&) {
    if (message.has_alive())
      message.mutable_alive()->mutable_statement()->mutable_signature()->at(0) ^= 1;
  });
  ExpectNamedAndHarmless(loopback, "bad_signature", kEveryone);
}

// Catalogue 11: a share that is not the one dealt is an erasure, and convicts its holder.
TEST(LyingSite, RevealedShares) {
  const auto run = [](const std::function<void(v1::Unmask&)>& change, const std::string& fault) {
    Loopback loopback({.sites = 5});
    RunWithLiar(loopback, [&](auto& message, Bytes&) {
      if (message.has_unmask()) change(*message.mutable_unmask());
    });
    ExpectNamedAndHarmless(loopback, fault, kEveryone);
  };
  run([](auto& unmask) { unmask.mutable_shares(0)->mutable_self_mask()->at(0) ^= 1; },
      "share_mismatch");
  run([](auto& unmask) { unmask.mutable_shares(0)->set_self_mask(""); }, "share_mismatch");
  run(
      [](auto& unmask) {
        const std::string share = unmask.shares(0).self_mask();
        unmask.mutable_shares(0)->set_mask_secret(share);  // the other kind
      },
      "share_mismatch");
  run([](auto& unmask) { unmask.mutable_shares(0)->set_owner(kLiar); }, "wrong_owner");
  run([](auto& unmask) { unmask.mutable_shares(0)->set_owner(unmask.shares(1).owner()); },
      "wrong_owner");
  run([](auto& unmask) { unmask.mutable_shares(0)->set_owner(1000); }, "wrong_owner");
}

// The same message again, or one of a step that is over, has no effect and is counted.
TEST(LyingSite, RepeatedAndLateMessagesAreDiscarded) {
  Loopback loopback({.sites = 5});
  std::vector<std::pair<v1::SecAggToCoordinator, Bytes>> own;
  loopback.to_coordinator = [&](uint32_t site, auto& message, Bytes& payload) {
    if (site == kLiar) own.emplace_back(message, payload);
  };
  loopback.Open();
  while (loopback.DeliverOne() && !loopback.outcome)
    for (const auto& [message, payload] : std::vector(own))
      loopback.ToCoordinator(kLiar, message, payload);
  ASSERT_TRUE(loopback.succeeded()) << loopback.failure();
  EXPECT_EQ(loopback.SessionSum(), loopback.PlainSum(kEveryone));
  EXPECT_GT(loopback.discarded.size(), 5u);
  for (const auto& discard : loopback.discarded)
    EXPECT_EQ(discard.site_id, loopback.fleet.sites[kLiar].id);
}

}  // namespace
}  // namespace hansa::secagg_test
