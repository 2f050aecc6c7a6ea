// R1: who may be in a roster is the authority's word (rule 12, catalogue 29).

#include "common/crypto/contexts.h"
#include "common/crypto/merkle.h"
#include "common/identity/signed_message.h"
#include "tests/attacks/attack.h"

namespace hansa::secagg_test {
namespace {

using identity::DirectoryHandle;
using identity::DirectoryLeaves;

DirectoryLeaves LeavesOf(const Fleet& fleet, std::vector<uint32_t> without = {}) {
  DirectoryLeaves leaves;
  for (uint32_t i = 0; i < fleet.sites.size(); ++i)
    if (std::find(without.begin(), without.end(), i) == without.end())
      leaves[fleet.sites[i].id] = fleet.sites[i].credential.invitation().payload();
  return leaves;
}

DirectoryHandle Directory(const crypto::SigningKey& signer, uint64_t epoch, DirectoryLeaves leaves,
                          UnixMillis issued = 0) {
  v1::Signed directory = identity::SignDirectory(signer, epoch, leaves, issued);
  return identity::PublishedDirectory::Open(std::move(directory), std::move(leaves),
                                            signer.public_key())
      .value();
}

client::SeenDirectory Seen(const DirectoryHandle& directory) {
  return {directory->facts().epoch, directory->facts().digest};
}

// Shows the roster's sites in another directory, with its own proof where it has one.
void Show(v1::Roster& roster, const identity::PublishedDirectory& directory,
          const identity::InclusionProof& proof) {
  *roster.mutable_directory() = directory.directory();
  roster.clear_places();
  roster.clear_inclusion();
  for (const uint32_t place : proof.places) roster.add_places(place);
  for (const crypto::Digest& digest : proof.path)
    roster.mutable_inclusion()->append(AsView(digest));
}

std::vector<std::string> AllOf(const Fleet& fleet) {
  std::vector<std::string> ids;
  for (const Site& site : fleet.sites) ids.push_back(site.id);
  return ids;
}

class LyingDirectory : public testing::Test {
 protected:
  // The victim remembers `newest`, and is shown what `lie` makes of the roster.
  void ExpectRefused(const std::function<void(v1::Roster&)>& lie, const std::string& reason,
                     const client::SeenDirectory& newest = {}) {
    Loopback loopback({.sites = 6});
    loopback.adjust_side = [&](client::SiteSide& side, uint32_t site) {
      if (site == kVictim) side.directory.newest = newest;
    };
    RunWithLie(loopback, [&](v1::SecAggToSite& message) {
      if (message.has_roster()) lie(*message.mutable_roster());
    });
    ExpectVictimLeft(loopback, Sent::kAdvertisement, reason);
    EXPECT_FALSE(loopback.noted.contains(kVictim)) << "a refused directory is not remembered";
  }

  std::shared_ptr<Fleet> fleet_ = SharedFleet(6, 1);
  const crypto::SigningKey& authority_ = fleet_->authority;
};

TEST_F(LyingDirectory, TheHonestOneIsTakenAndRemembered) {
  Loopback loopback({.sites = 6});
  loopback.Run();
  EXPECT_TRUE(loopback.succeeded());
  EXPECT_EQ(loopback.noted.size(), 6u);
  EXPECT_EQ(loopback.noted.at(kVictim), Seen(fleet_->directory));
}

TEST_F(LyingDirectory, None) {
  const auto hide = [](v1::Roster& roster) {
    roster.clear_directory();
    roster.clear_places();
    roster.clear_inclusion();
  };
  ExpectRefused(hide, "this site asks for one");
  ExpectRefused(hide, "this site saw epoch 1", Seen(fleet_->directory));
}

// A site that neither asks for a directory nor saw one takes part, and asks for it from then on.
TEST_F(LyingDirectory, NoneWhereNobodyAskedForOne) {
  Loopback loopback({.sites = 6});
  loopback.adjust_side = [](client::SiteSide& side, uint32_t) { side.directory = {}; };
  loopback.to_site = [](uint32_t, v1::SecAggToSite& message) {
    if (!message.has_roster()) return;
    message.mutable_roster()->clear_directory();
    message.mutable_roster()->clear_places();
    message.mutable_roster()->clear_inclusion();
  };
  loopback.Run();
  EXPECT_TRUE(loopback.succeeded());
  EXPECT_TRUE(loopback.noted.empty());
}

// A site that the authority certified and never listed, or lists no longer: the proofs that the
// coordinator has are those of the others.
TEST_F(LyingDirectory, ASiteThatIsNotInIt) {
  const DirectoryHandle without = Directory(authority_, 2, LeavesOf(*fleet_, {3}));
  std::vector<std::string> others = AllOf(*fleet_);
  others.erase(others.begin() + 3);
  ExpectRefused(
      [&](v1::Roster& roster) {
        identity::InclusionProof proof = without->Prove(others);
        proof.places.insert(proof.places.begin() + 3, 3);
        Show(roster, *without, proof);
      },
      "not all its sites are shown to be in directory 2");
  ExpectRefused([&](v1::Roster& roster) { Show(roster, *without, without->Prove(others)); },
                "not all its sites are shown");
}

// Its neighbour's leaf, place and path in place of its own.
TEST_F(LyingDirectory, AProofOfAnotherLeaf) {
  const DirectoryHandle without = Directory(authority_, 2, LeavesOf(*fleet_, {5}));
  ExpectRefused(
      [&](v1::Roster& roster) {
        roster.mutable_entries()->DeleteSubrange(3, 1);  // 0, 1, 2, 4, 5; 5 is not listed
        roster.set_neighbours(4);
        roster.set_threshold(3);
        std::vector<std::string> shown = AllOf(*fleet_);
        shown.erase(shown.begin() + 5);
        Show(roster, *without, without->Prove(shown));  // 0, 1, 2, 3, 4
      },
      "not all its sites are shown");
}

TEST_F(LyingDirectory, APlaceThatIsNone) {
  for (const std::function<void(v1::Roster&)>& change :
       std::vector<std::function<void(v1::Roster&)>>{
           [](auto& roster) { roster.set_places(5, 6); },
           [](auto& roster) { roster.set_places(5, 4); },
           [](auto& roster) { roster.mutable_places()->SwapElements(1, 2); },
           [](auto& roster) { roster.mutable_places()->RemoveLast(); },
           [](auto& roster) { roster.add_places(6); },
           [](auto& roster) { roster.mutable_inclusion()->append(std::string(32, 'x')); },
           [](auto& roster) { roster.mutable_inclusion()->append("x"); }}) {
    ExpectRefused(change, "not all its sites are shown");
  }
}

// Signed by whoever is at hand.
TEST_F(LyingDirectory, ByAnotherKey) {
  for (const crypto::SigningKey* signer : {&fleet_->coordinator, &fleet_->sites[3].identity}) {
    const DirectoryHandle forged = Directory(*signer, 9, LeavesOf(*fleet_));
    ExpectRefused([&](v1::Roster& roster) { Show(roster, *forged, forged->Prove(AllOf(*fleet_))); },
                  "its signature is not by the key");
  }
}

// One bit of the payload: another epoch, size or root.
TEST_F(LyingDirectory, Altered) {
  for (size_t byte : {size_t{3}, size_t{5}, size_t{20}}) {
    ExpectRefused(
        [&](v1::Roster& roster) { (*roster.mutable_directory()->mutable_payload())[byte] ^= 1; },
        "its signature is not by the key");
  }
}

// The authority revoked site 3 with epoch 2, which the victim saw; the coordinator goes on with 1.
TEST_F(LyingDirectory, AnOlderEpochReplayed) {
  const DirectoryHandle second = Directory(authority_, 2, LeavesOf(*fleet_, {3}));
  ExpectRefused([](v1::Roster&) {}, "its directory is of epoch 1; this site saw epoch 2",
                Seen(second));
}

// Two of one epoch, both signed: the authority's book was used twice.
TEST_F(LyingDirectory, TwoOfOneEpoch) {
  const DirectoryHandle other = Directory(authority_, 1, LeavesOf(*fleet_, {3}));
  ExpectRefused([](v1::Roster&) {}, "two directories of epoch 1", Seen(other));
  const DirectoryHandle later = Directory(authority_, 1, LeavesOf(*fleet_), 5);
  ExpectRefused([](v1::Roster&) {}, "two directories of epoch 1", Seen(later));
}

// A site that the authority listed under another key of the same id: the leaf is the certificate.
TEST_F(LyingDirectory, AnotherCertificateOfAListedSite) {
  Fleet other(6, 7);  // the same ids
  DirectoryLeaves leaves = LeavesOf(*fleet_);
  leaves[fleet_->sites[2].id] = other.sites[2].credential.invitation().payload();
  const DirectoryHandle mixed = Directory(authority_, 2, std::move(leaves));
  ExpectRefused([&](v1::Roster& roster) { Show(roster, *mixed, mixed->Prove(AllOf(*fleet_))); },
                "not all its sites are shown");
}

// A larger directory, of which the cohort is a part, is proved with what it lacks.
TEST_F(LyingDirectory, ALargerOneHonestlyShown) {
  Loopback loopback({.sites = 6});
  DirectoryLeaves leaves = LeavesOf(*fleet_);
  for (int i = 0; i < 30; ++i)
    leaves["f0000000000000" + std::to_string(10 + i)] = "certificate " + std::to_string(i);
  const DirectoryHandle larger = Directory(authority_, 12, std::move(leaves));
  loopback.adjust_server = [&](coordinator::ServerOptions& options) {
    options.directory = &larger;
  };
  loopback.Run();
  EXPECT_TRUE(loopback.succeeded());
  EXPECT_EQ(loopback.noted.at(kVictim), Seen(larger));
}

// The coordinator leaves out who is not listed when the roster is made; a directory may have come
// since the session began.
TEST_F(LyingDirectory, TheCoordinatorDropsWhoIsNotListed) {
  Loopback loopback({.sites = 6});
  DirectoryHandle current = fleet_->directory;
  loopback.adjust_server = [&](coordinator::ServerOptions& options) {
    options.directory = &current;
  };
  loopback.to_coordinator = [&](uint32_t, v1::SecAggToCoordinator& message, Bytes&) {
    if (message.has_advertise()) current = Directory(authority_, 2, LeavesOf(*fleet_, {3}));
  };
  loopback.Run();
  EXPECT_TRUE(loopback.succeeded());
  EXPECT_EQ(loopback.Included(), (std::vector<uint32_t>{0, 1, 2, 4, 5}));
  ASSERT_EQ(loopback.dropped.size(), 1u);
  EXPECT_EQ(loopback.dropped[0].reason, "not_listed");
}

}  // namespace
}  // namespace hansa::secagg_test
