// A ring, and a coordinator that shows its sites different U1 and U2 (catalogue 26; rules A and B).

#include <set>

#include "common/secagg/session_graph.h"
#include "tests/attacks/attack.h"
#include "tests/attacks/lying_coordinator.h"

namespace hansa::secagg_test {
namespace {

using secagg::Profile;

// The witness that broke the design without the two rules: 24 sites, 8 neighbours, 5 shares, nobody
// colludes, at least 16 in a sum. Each view passes all that a site can check by itself, and
// together they give the coordinator the sum over the positions 23, 0, 1, 2, 3, 4.
constexpr uint32_t kSites = 24;
const RingView kFirst{{5, 6, 7, 14, 20, 21, 22}, {5, 6, 7, 14, 20, 21, 22}};
const RingView kSecond{{2, 13}, {1, 2, 8, 13, 19}};
const std::set<uint32_t> kShownFirst = {23, 0, 1, 2, 3, 4, 8, 13, 19};

LoopbackOptions Witness(Profile profile) {
  // The first view is without seven sites, and a site that believes wants no more gone than
  // announced.
  return {.sites = kSites, .smallest_cohort = 16, .profile = profile, .dropout_permille = 300};
}

const RingView* ViewOf(uint32_t position) {
  if (kShownFirst.contains(position)) return &kFirst;
  // Those that the second view leaves out are told nothing.
  for (const uint32_t out : kSecond.without_surviving)
    if (out == position) return nullptr;
  return &kSecond;
}

std::set<uint32_t> AllPositions() {
  std::set<uint32_t> all;
  for (uint32_t at = 0; at < kSites; ++at) all.insert(at);
  return all;
}

TEST(RingViews, OneViewOfAllIsUnmasked) {
  LyingCoordinator honest(Witness(Profile::kMalicious), 8, 5);
  const RingView everyone;
  honest.Run([&](uint32_t) { return &everyone; });
  EXPECT_EQ(honest.Revealed().size(), kSites);
  EXPECT_TRUE(honest.loopback.aborts.empty());
  EXPECT_THAT(honest.Leaked(), testing::ElementsAre(AllPositions()));
}

// Where the coordinator is believed the two views give it what the design says. It is what the
// rules are for, and what the semi-honest profile does not promise.
TEST(RingViews, TheWitnessIsRealWhereTheCoordinatorIsBelieved) {
  LyingCoordinator liar(Witness(Profile::kSemiHonest), 8, 5);
  liar.Run(ViewOf);
  EXPECT_THAT(liar.Leaked(), testing::Contains(std::set<uint32_t>{23, 0, 1, 2, 3, 4}));
}

// Only sites all of whose neighbours were shown the second view reveal anything, and it is too
// little for any sum.
TEST(RingViews, TheWitnessLeaksNothingUnderBothRules) {
  LyingCoordinator liar(Witness(Profile::kMalicious), 8, 5);
  liar.Run(ViewOf);
  EXPECT_THAT(liar.Leaked(), testing::IsEmpty());
  for (const uint32_t at : liar.Revealed()) EXPECT_FALSE(kShownFirst.contains(at)) << at;
  for (const uint32_t at : {0u, 3u, 4u, 23u}) {  // rule B: nine statements are no quorum
    const uint32_t site = liar.graph().SiteAt(at);
    EXPECT_THAT(liar.loopback.aborts.at(site), testing::HasSubstr("9 of the 24 sites")) << at;
  }
  for (const uint32_t at : {5u, 6u, 20u, 22u}) {  // rule A: a neighbour masked for another U1
    const uint32_t site = liar.graph().SiteAt(at);
    EXPECT_THAT(liar.loopback.aborts.at(site), testing::HasSubstr("another view")) << at;
  }
}

struct Change {
  const char* name;
  std::function<void(v1::UnmaskRequest&)> change;
  const char* reason;
};

// One request of an honest session, changed for one site.
TEST(RingViews, EachPartOfTheProofIsNeeded) {
  const std::vector<Change> changes = {
      {"a statement too few",
       [](auto& request) {
         request.mutable_alive()->mutable_sites()->RemoveLast();
         request.mutable_alive()->mutable_signatures()->resize(20 * 64);
       },
       "20 of the 40 sites that are asked signed this view, 21 are needed"},
      {"a statement twice",
       [](auto& request) {
         request.mutable_alive()->set_sites(1, request.alive().sites(0));
         request.mutable_alive()->mutable_signatures()->replace(
             64, 64, request.alive().signatures().substr(0, 64));
       },
       "two statements of one site"},
      {"a signature that is cut off",
       [](auto& request) { request.mutable_alive()->mutable_signatures()->resize(21 * 64 - 1); },
       "not a signature for each site of the quorum"},
      {"a neighbour too few",
       [](auto& request) {
         v1::PackedMasked& masked = *request.mutable_packed_masked();
         masked.mutable_sites()->RemoveLast();
         masked.mutable_masked_sha256()->resize(masked.masked_sha256().size() - 32);
         masked.mutable_signatures()->resize(masked.signatures().size() - 64);
       },
       "no signature of neighbour"},
      {"a neighbour twice",
       [](auto& request) {
         v1::PackedMasked& masked = *request.mutable_packed_masked();
         masked.set_sites(1, masked.sites(0));
         masked.mutable_masked_sha256()->replace(32, 32, masked.masked_sha256().substr(0, 32));
         masked.mutable_signatures()->replace(64, 64, masked.signatures().substr(0, 64));
       },
       "is there twice"},
      {"another's signature",
       [](auto& request) {
         v1::PackedMasked& masked = *request.mutable_packed_masked();
         masked.mutable_masked_sha256()->replace(32, 32, masked.masked_sha256().substr(0, 32));
         masked.mutable_signatures()->replace(64, 64, masked.signatures().substr(0, 64));
       },
       "was shown another view"},
      {"a signature of nobody's",
       [](auto& request) { (*request.mutable_packed_masked()->mutable_signatures())[3] ^= 1; },
       "was shown another view"},
      {"a signature that is cut off",
       [](auto& request) { request.mutable_packed_masked()->mutable_signatures()->pop_back(); },
       "not a digest and a signature for each"},
      {"a neighbour packed and alone",
       [](auto& request) { request.add_masked()->set_site(request.packed_masked().sites(0)); },
       "is there twice"},
  };
  for (const Change& it : changes) {
    SCOPED_TRACE(it.name);
    Loopback loopback({.sites = 40,
                       .smallest_cohort = 20,
                       .colluders = 1,
                       .profile = Profile::kMalicious,
                       .dropout_permille = 100});
    RunWithLie(loopback, [&](v1::SecAggToSite& message) {
      if (message.has_unmask_request()) it.change(*message.mutable_unmask_request());
    });
    ExpectVictimLeft(loopback, Sent::kAlive, it.reason);
  }
}

// Catalogue 5: k and t are the coordinator's to choose, among what is safe.
TEST(RingViews, AGraphThatIsNotSafeIsRefused) {
  const std::vector<std::pair<uint32_t, uint32_t>> unsafe = {{8, 4}, {8, 0}, {8, 9},   {7, 5},
                                                             {2, 1}, {0, 0}, {24, 13}, {23, 11}};
  for (const auto& [neighbours, threshold] : unsafe) {
    SCOPED_TRACE(testing::Message() << neighbours << "/" << threshold);
    Loopback loopback(Witness(Profile::kMalicious));
    RunWithLie(loopback, [&, k = neighbours, t = threshold](v1::SecAggToSite& message) {
      if (!message.has_roster()) return;
      message.mutable_roster()->set_neighbours(k);
      message.mutable_roster()->set_threshold(t);
    });
    ExpectVictimLeft(loopback, Sent::kAdvertisement, "the coordinator states k");
  }
}

// k and t are in the roster root: sites that are told different ones have nothing to do with each
// other, though each pair of numbers is safe.
TEST(RingViews, SitesToldDifferentNumbersShareNothing) {
  for (const uint32_t more : {0u, 2u}) {
    SCOPED_TRACE(more);
    Loopback loopback({.sites = 40,
                       .smallest_cohort = 20,
                       .colluders = 1,
                       .profile = Profile::kMalicious,
                       .dropout_permille = 100});
    RunWithLie(loopback, [more](v1::SecAggToSite& message) {
      if (!message.has_roster()) return;
      v1::Roster& roster = *message.mutable_roster();
      roster.set_neighbours(roster.neighbours() + more);
      roster.set_threshold(roster.threshold() + more + 1);
    });
    // Of another ring: of another R, or of more neighbours.
    EXPECT_TRUE(loopback.HasFault(kVictim, more == 0 ? "wrong_session" : "wrong_length"));
    EXPECT_FALSE(loopback.aborts.contains(kVictim));  // its numbers are safe
    EXPECT_FALSE(loopback.masked.contains(kVictim));
    ASSERT_TRUE(loopback.succeeded()) << loopback.failure();
    EXPECT_EQ(loopback.unmasks.size(), 39u);
  }
}

// The bounds of a ring are no bounds of the complete graph, and that is for few sites.
TEST(RingViews, TheCompleteGraphOfManySitesIsRefused) {
  for (const Profile profile : {Profile::kMalicious, Profile::kSemiHonest}) {
    const secagg::SessionSetup setup{
        .smallest_cohort = 100, .largest_cohort = 200, .profile = profile};
    EXPECT_TRUE(secagg::CheckGraph(setup, 128, {127, 64}).ok());
    EXPECT_FALSE(secagg::CheckGraph(setup, 129, {128, 65}).ok());
  }
}

// An honest coordinator, and more sites gone than the ring was made for: it would fall into two,
// and the coordinator would see the sum of each. Sites leave before they reveal anything.
TEST(RingViews, ARingThatMayHaveFallenApartIsNotUnmasked) {
  for (const bool too_many : {false, true}) {
    SCOPED_TRACE(too_many);
    Loopback loopback({.sites = 40,
                       .smallest_cohort = 20,
                       .profile = Profile::kSemiHonest,
                       .dropout_permille = 50});
    secagg::NeighbourGraph graph;
    loopback.to_site = [&](uint32_t, v1::SecAggToSite& message) {
      if (message.has_roster()) graph = GraphOf(message.roster());
    };
    // Two gaps of half a neighbourhood each; or, of D = 2 sites, two gaps of one.
    loopback.to_coordinator = [&](uint32_t site, v1::SecAggToCoordinator& message, Bytes&) {
      const uint32_t gap = too_many ? graph.neighbours() / 2 : 1;
      if (message.has_masked_input() && graph.PositionOf(site) % 20 < gap) message.Clear();
    };
    loopback.Run();
    EXPECT_FALSE(graph.complete());
    EXPECT_EQ(loopback.succeeded(), !too_many);
    EXPECT_EQ(loopback.unmasks.empty(), too_many);
    for (const auto& [site, reason] : loopback.aborts)
      EXPECT_THAT(reason, testing::HasSubstr("at least 38")) << site;
  }
}

// Rule 8 on a ring: an entry that its site did not sign is refused by those who would seal shares
// for it, and that is enough (security.md, after lemma 5).
TEST(RingViews, AnEntryThatNobodySignedIsSeenByItsNeighbours) {
  constexpr uint32_t kForged = 17;
  Loopback loopback({.sites = 60,
                     .smallest_cohort = 20,
                     .colluders = 1,
                     .profile = Profile::kMalicious,
                     .dropout_permille = 100});
  uint32_t neighbours = 0;
  loopback.to_site = [&](uint32_t, v1::SecAggToSite& message) {
    if (!message.has_roster()) return;
    neighbours = message.roster().neighbours();
    v1::RosterEntry entry;
    ASSERT_TRUE(entry.ParseFromString(message.roster().entries(kForged)));
    (*entry.mutable_advertisement()->mutable_signature())[5] ^= 1;
    *message.mutable_roster()->mutable_entries(kForged) = entry.SerializeAsString();
  };
  loopback.Open();
  while (loopback.DeliverOne()) {
  }
  ASSERT_LT(neighbours, 50u);  // a ring
  EXPECT_EQ(loopback.aborts.size(), neighbours + 1);
  EXPECT_THAT(loopback.aborts.at(kForged), testing::HasSubstr("own advertisement was altered"));
  for (const auto& [site, reason] : loopback.aborts)
    if (site != kForged) {
      EXPECT_THAT(reason, testing::HasSubstr("signature")) << site;
    }
}

}  // namespace
}  // namespace hansa::secagg_test
