// R1: a coordinator that says who takes part (rules 2, 3, 8, 10, 12).

#include "common/crypto/contexts.h"
#include "common/identity/signed_message.h"
#include "tests/attacks/attack.h"

namespace hansa::secagg_test {
namespace {

using Change = std::function<void(Loopback&, v1::Roster&)>;

void ExpectRefused(const Change& change, const std::string& reason, LoopbackOptions options = {}) {
  Loopback loopback(options);
  RunWithLie(loopback, [&](v1::SecAggToSite& message) {
    if (message.has_roster()) change(loopback, *message.mutable_roster());
  });
  ExpectVictimLeft(loopback, Sent::kAdvertisement, reason);
}

v1::RosterEntry EntryOf(const v1::Roster& roster, int index) {
  v1::RosterEntry entry;
  HANSA_CHECK(entry.ParseFromString(roster.entries(index)));
  return entry;
}

// Entry `index` with its advertisement changed and signed by `signer`.
void Resign(v1::Roster& roster, int index, const crypto::SigningKey& signer,
            const std::function<void(v1::Advertisement&)>& change) {
  v1::RosterEntry entry = EntryOf(roster, index);
  v1::Advertisement advertisement;
  HANSA_CHECK(advertisement.ParseFromString(entry.advertisement().payload()));
  change(advertisement);
  *entry.mutable_advertisement() =
      identity::SignMessage(signer, crypto::context::kAdvertise, advertisement);
  roster.set_entries(index, entry.SerializeAsString());
}

// Catalogue 5: the threshold is what the site computes.
TEST(LyingRoster, AnotherThresholdOrDegree) {
  ExpectRefused([](Loopback&, auto& roster) { roster.set_threshold(1); }, "t = 1; the complete graph has 3 and 2");
  ExpectRefused([](Loopback&, auto& roster) { roster.set_threshold(3); }, "t = 3; the complete graph has 3 and 2");
  ExpectRefused([](Loopback&, auto& roster) { roster.set_neighbours(2); }, "k = 2");
}

// Catalogue 7.
TEST(LyingRoster, FewerThanTheSmallestCohort) {
  ExpectRefused(
      [](Loopback&, auto& roster) {
        while (roster.entries_size() > 2) roster.mutable_entries()->RemoveLast();
      },
      "2 sites, at least 3");
  ExpectRefused([](Loopback&, auto& roster) { roster.clear_entries(); }, "0 sites");
}

TEST(LyingRoster, MoreThanAnnounced) {
  ExpectRefused(
      [](Loopback&, auto& roster) {
        const std::string last = roster.entries(3);
        roster.add_entries(last);
      },
      "at most 4");
}

TEST(LyingRoster, WithoutTheVictim) {
  ExpectRefused(
      [](Loopback&, auto& roster) {
        roster.mutable_entries()->DeleteSubrange(kVictim, 1);
        roster.set_neighbours(2);
        roster.set_threshold(2);
      },
      "this site is not in it");
}

// Rule 8: another key under the victim's name, even one that the victim's key signed.
TEST(LyingRoster, TheVictimsOwnAdvertisementAltered) {
  ExpectRefused(
      [](Loopback& loopback, auto& roster) {
        const auto key = crypto::X25519Key::Generate(loopback.fleet.random);
        Resign(roster, kVictim, loopback.fleet.sites[kVictim].identity, [&](auto& advertisement) {
          advertisement.set_mask_key(ToString(key.public_key()));
        });
      },
      "own advertisement was altered");
}

// The coordinator puts its own key in place of a site's, to read the shares meant for it.
TEST(LyingRoster, ASwappedKey) {
  ExpectRefused(
      [](Loopback& loopback, auto& roster) {
        const auto own = crypto::X25519Key::Generate(loopback.fleet.random);
        Resign(roster, 2, loopback.fleet.coordinator, [&](auto& advertisement) {
          advertisement.set_encryption_key(ToString(own.public_key()));
        });
      },
      "its signature is not by the key");
}

// Catalogue 2, 29: a site that the coordinator made up.
TEST(LyingRoster, ASiteThatTheAuthorityDidNotCertify) {
  ExpectRefused(
      [](Loopback& loopback, auto& roster) {
        const auto false_authority = crypto::SigningKey::Generate(loopback.fleet.random);
        const Site sybil = loopback.fleet.Certify(loopback.fleet.sites[3].id, false_authority);
        v1::RosterEntry entry = EntryOf(roster, 3);
        *entry.mutable_credential() = sybil.credential;
        roster.set_entries(3, entry.SerializeAsString());
        Resign(roster, 3, sybil.identity, [](auto&) {});
      },
      "a site that the authority did not certify");
}

TEST(LyingRoster, OneCertificateTwice) {
  ExpectRefused(
      [](Loopback&, auto& roster) { roster.set_entries(3, std::string(roster.entries(2))); },
      "ascending order of distinct ids");
}

TEST(LyingRoster, AnotherOrder) {
  ExpectRefused([](Loopback&, auto& roster) { roster.mutable_entries()->SwapElements(2, 3); },
                "ascending order");
}

TEST(LyingRoster, AnAdvertisementUnderAnothersName) {
  ExpectRefused(
      [](Loopback& loopback, auto& roster) {
        Resign(roster, 3, loopback.fleet.sites[3].identity,
               [&](auto& advertisement) { advertisement.set_site_id(loopback.fleet.sites[2].id); });
      },
      "under another's id");
}

// Catalogue 12: from an older session.
TEST(LyingRoster, AnAdvertisementOfAnotherSession) {
  ExpectRefused(
      [](Loopback& loopback, auto& roster) {
        Resign(roster, 2, loopback.fleet.sites[2].identity,
               [](auto& advertisement) { (*advertisement.mutable_params_hash())[0] ^= 1; });
      },
      "is of another session");
}

// Two colluding sites that use one key.
TEST(LyingRoster, OneKeyTwice) {
  ExpectRefused(
      [](Loopback& loopback, auto& roster) {
        v1::Advertisement second;
        ASSERT_TRUE(second.ParseFromString(EntryOf(roster, 2).advertisement().payload()));
        Resign(roster, 3, loopback.fleet.sites[3].identity,
               [&](auto& advertisement) { advertisement.set_mask_key(second.mask_key()); });
      },
      "has a key that occurs twice");
}

// Catalogue 18: points that give a secret anyone knows (RFC 7748, section 6.1; the points of order
// 1, 2, 4 and 8 and their other encodings are in Wycheproof).
TEST(LyingRoster, KeysOfLowOrder) {
  for (const char* point : {"0000000000000000000000000000000000000000000000000000000000000000",
                            "0100000000000000000000000000000000000000000000000000000000000000",
                            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                            "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"}) {
    SCOPED_TRACE(point);
    ExpectRefused(
        [&](Loopback& loopback, auto& roster) {
          Resign(roster, 1, loopback.fleet.sites[1].identity, [&](auto& advertisement) {
            advertisement.set_mask_key(ToString(FromHex(point)));
          });
        },
        "has an unusable key");
  }
}

TEST(LyingRoster, KeysAndEntriesThatAreNone) {
  ExpectRefused(
      [](Loopback& loopback, auto& roster) {
        Resign(roster, 1, loopback.fleet.sites[1].identity,
               [](auto& advertisement) { advertisement.set_encryption_key("short"); });
      },
      "has an unusable key");
  ExpectRefused([](Loopback&, auto& roster) { roster.set_entries(1, "\xff\xff\xff"); },
                "an entry cannot be read");
}

// Rule 10, catalogue 28: the site's owner fears two; a cohort in which two could decide is refused.
TEST(LyingRoster, TooManyColludersForTheCohort) {
  Loopback loopback({.sites = 4, .smallest_cohort = 4, .colluders = 2});
  loopback.Run();
  EXPECT_FALSE(loopback.succeeded());
  EXPECT_THAT(loopback.failure(), testing::HasSubstr("4 sites with 2 colluders"));
  EXPECT_TRUE(loopback.masked.empty());
}

}  // namespace
}  // namespace hansa::secagg_test
