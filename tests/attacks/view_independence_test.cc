// What a coordinator and its colluders see of a session says nothing of an honest input beyond the
// sum (catalogue 9, 10): the view does not depend on inputs of the same sum, byte for byte where
// nothing is masked, and in distribution where something is. Real sites and a real coordinator, in
// memory. Coins are seeded; had other seeds been chosen, an honest program would fail with a
// probability below 1e-9 (uniform_bytes.h).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/planted_bug.h"
#include "common/crypto/mask_stream.h"
#include "tests/attacks/view_distinguisher.h"

namespace hansa::secagg_test {
namespace {

using secagg::Profile;
using testing::IsEmpty;

struct Case {
  const char* name;
  LoopbackOptions options;
  std::set<uint32_t> colluders;
  std::set<uint32_t> late;  // the coordinator says that they dropped, and has their inputs
};
void PrintTo(const Case& it, std::ostream* out) { *out << it.name; }

// As many colluders as the parameters admit. Of five sites two masks hide each honest input.
const Case kComplete{
    "complete", {.sites = 5, .smallest_cohort = 3, .colluders = 1, .elements = 2048}, {4}, {3}};
const Case kWide{
    "complete_64",
    {.sites = 7, .smallest_cohort = 4, .colluders = 1, .ring_bits = 64, .elements = 1024},
    {0},
    {2}};
const Case kRing{"malicious",
                 {.sites = 40,
                  .smallest_cohort = 20,
                  .colluders = 1,
                  .profile = Profile::kMalicious,
                  .dropout_permille = 100,
                  .elements = 512},
                 {7},
                 {3, 30}};
const Case kCurious{"semi_honest",
                    {.sites = 40,
                     .smallest_cohort = 20,
                     .colluders = 1,
                     .profile = Profile::kSemiHonest,
                     .dropout_permille = 100,
                     .elements = 512},
                    {7},
                    {3, 30}};

// Two worlds: all honest inputs are nothing, or one is the largest there is and another takes it
// back.
enum class World { kNothing, kLargest };

struct Session {
  Session(const Case& it, World world, uint64_t number)
      : loopback([&] {
          LoopbackOptions options = it.options;
          options.session_number = number;
          return options;
        }()),
        view(loopback, it.colluders, it.late) {
    const int64_t largest = world == World::kLargest ? kLargestInput : 0;
    std::vector<int64_t> inputs = {largest, -largest};
    for (uint32_t site = 0; site < it.options.sites; ++site) {
      int64_t input = 0;
      if (!it.colluders.contains(site) && !it.late.contains(site) && !inputs.empty()) {
        input = inputs.back();
        inputs.pop_back();
        tilted.insert(site);
      }
      loopback.values[site].assign(it.options.elements, input);
    }
    loopback.Run();
  }

  Loopback loopback;
  CoordinatorsView view;
  std::set<uint32_t> tilted;  // sites whose inputs differ between the worlds
};

class ViewIndependence : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(Profiles, ViewIndependence,
                         testing::Values(kComplete, kWide, kRing, kCurious),
                         [](const auto& it) { return std::string(it.param.name); });

// What the view's holders can take off is what the protocol lets them, no more and no less: the
// other tests look at what is meant.
TEST_P(ViewIndependence, OnlyMasksAmongHonestSurvivorsStayOn) {
  const Case& it = GetParam();
  Session session(it, World::kNothing, 7);
  ASSERT_TRUE(session.loopback.succeeded()) << session.loopback.failure();
  const auto bared = session.view.BaredInputs();
  EXPECT_EQ(session.view.graph().complete(), it.options.profile == Profile::kComplete);
  ASSERT_EQ(bared.size(), it.options.sites - it.colluders.size());
  for (const auto& [site, input] : bared) {
    std::set<uint32_t> hidden;
    if (!it.late.contains(site))
      for (const uint32_t other : session.view.graph().NeighboursOf(site))
        if (!it.late.contains(other) && !it.colluders.contains(other)) hidden.insert(other);
    EXPECT_EQ(input.pairs_on, hidden) << site;
    EXPECT_EQ(input.own_mask_off, !it.late.contains(site)) << site;
  }
  // And what is left adds up to the sum of the honest inputs.
  secagg::RingVector sum(it.options.ring_bits, it.options.elements);
  std::vector<uint32_t> survivors;
  for (const auto& [site, input] : bared) {
    if (it.late.contains(site)) continue;
    sum.Add(input.rest);
    survivors.push_back(site);
  }
  const std::vector<uint64_t> plain = session.loopback.PlainSum(survivors);
  for (size_t i = 0; i < sum.size(); ++i) ASSERT_EQ(static_cast<uint64_t>(sum.Signed(i)), plain[i]);
}

// A message of a site without its masked vector and what was signed over it.
std::string WithoutVector(v1::SecAggToCoordinator message) {
  if (!message.has_masked_input()) return message.SerializeAsString();
  v1::Signed& commitment = *message.mutable_masked_input()->mutable_commitment();
  v1::MaskedCommitment statement;
  EXPECT_TRUE(statement.ParseFromString(commitment.payload()));
  statement.clear_masked_sha256();
  commitment.set_payload(statement.SerializeAsString());
  commitment.clear_signature();
  return message.SerializeAsString();
}

// With the same coins: nothing that the coordinator receives differs between the worlds but the
// masked vectors of the two sites themselves.
TEST_P(ViewIndependence, WhatIsNotMaskedIsTheSameForAllInputs) {
  const Case& it = GetParam();
  Session one(it, World::kNothing, 7), other(it, World::kLargest, 7);
  ASSERT_TRUE(one.loopback.succeeded() && other.loopback.succeeded());
  EXPECT_EQ(one.loopback.SessionSum(), other.loopback.SessionSum());
  ASSERT_EQ(one.loopback.sent.size(), other.loopback.sent.size());
  size_t differ = 0;
  for (size_t i = 0; i < one.loopback.sent.size(); ++i) {
    const auto& [site, message] = one.loopback.sent[i];
    const auto& [other_site, other_message] = other.loopback.sent[i];
    ASSERT_EQ(site, other_site);
    ASSERT_EQ(WithoutVector(message), WithoutVector(other_message)) << i;
    if (message.SerializeAsString() == other_message.SerializeAsString()) continue;
    EXPECT_TRUE(one.tilted.contains(site)) << site;
    ++differ;
  }
  EXPECT_EQ(differ, 2u);
  for (const auto& [site, masked] : one.loopback.masked)
    EXPECT_EQ(masked == other.loopback.masked.at(site), !one.tilted.contains(site)) << site;
}

// In both worlds what is left of the masked inputs is uniform, for each site and for sums over
// some.
TEST_P(ViewIndependence, WhatIsLeftOfMaskedInputsIsUniformInBothWorlds) {
  ViewDistinguisher distinguisher;
  for (const World world : {World::kNothing, World::kLargest})
    for (uint64_t number = 7; number < 11; ++number) {
      Session session(GetParam(), world, number);
      ASSERT_TRUE(session.loopback.succeeded()) << session.loopback.failure();
      EXPECT_THAT(distinguisher.Notice(session.view.graph(), session.view.BaredInputs()),
                  IsEmpty());
    }
}

// Catalogue 10: masked inputs as they travel, of the least and of the largest input, place by place
// in the elements.
TEST_P(ViewIndependence, MaskedInputsAreUniformWhateverTheInput) {
  UniformityJudge judge;
  const size_t width = GetParam().options.ring_bits / 8;
  for (const World world : {World::kNothing, World::kLargest}) {
    std::vector<Bytes> places(width);
    Session session(GetParam(), world, 7);
    for (const auto& [site, masked] : session.loopback.masked) {
      EXPECT_TRUE(judge.LooksUniform(masked)) << site;
      for (size_t i = 0; i < masked.size(); ++i) places[i % width].push_back(masked[i]);
    }
    for (size_t place = 0; place < width; ++place)
      EXPECT_TRUE(judge.LooksUniform(places[place])) << place;
  }
}

// Catalogue 9: all 256 residues of the masks themselves, in the ring and at each place of elements.
TEST(MaskBytes, AllResiduesAreAsLikely) {
  UniformityJudge judge;
  for (const uint32_t ring_bits : {32u, 64u}) {
    secagg::RingVector mask(ring_bits, (1 << 22) / (ring_bits / 8));
    std::vector<secagg::SignedSeed> seeds;
    seeds.push_back({SecretBytes(crypto::kMaskSeedBytes), true});
    secagg::ApplyMasks(mask, seeds);
    EXPECT_TRUE(judge.LooksUniform(mask.bytes()));
    const size_t width = ring_bits / 8;
    std::vector<Bytes> places(width);
    for (size_t i = 0; i < mask.byte_size(); ++i) places[i % width].push_back(mask.bytes()[i]);
    for (const Bytes& place : places) EXPECT_TRUE(judge.LooksUniform(place));
  }
}

// The judge sees what other systems got wrong.
TEST(MaskBytes, TheJudgeNoticesFaultyMasks) {
  crypto::SeededRandom random(1, "faulty masks");
  Bytes uniform(1 << 18);
  random.Fill(uniform);
  UniformityJudge judge;
  EXPECT_TRUE(judge.LooksUniform(uniform));
  Bytes without_the_last = uniform;  // a range that leaves out its end
  for (uint8_t& byte : without_the_last) byte = byte == 255 ? 0 : byte;
  EXPECT_FALSE(judge.LooksUniform(without_the_last));
  Bytes bounded = uniform;  // masks of 24 bits in a ring of 32
  for (size_t i = 3; i < bounded.size(); i += 4) bounded[i] = 0;
  EXPECT_FALSE(judge.LooksUniform(bounded));
  Bytes biased = uniform;  // one bit in thirty-two is not drawn but set
  for (size_t i = 0; i < biased.size(); i += 4) biased[i] |= 1;
  EXPECT_FALSE(judge.LooksUniform(biased));
}

#ifdef HANSA_PLANTED_BUGS
struct Planting {
  const char* name;
  PlantedBug bug;
  const char* noticed;
};
void PrintTo(const Planting& it, std::ostream* out) { *out << it.name; }

class PlantedInMasks : public testing::TestWithParam<Planting> {
 protected:
  void TearDown() override { planted_bug = PlantedBug::kNone; }
  std::vector<std::string> NoticedIn(const Case& it) {
    planted_bug = GetParam().bug;
    Session session(it, World::kNothing, 7);
    return ViewDistinguisher().Notice(session.view.graph(), session.view.BaredInputs());
  }
};
INSTANTIATE_TEST_SUITE_P(
    Bugs, PlantedInMasks,
    testing::Values(
        Planting{"no_own_mask", PlantedBug::kNoOwnMask, "what is left of sites 3 is not uniform"},
        Planting{"pair_unmasked", PlantedBug::kPairUnmasked, "what is left of sites 1 is not"},
        Planting{"folded_seeds", PlantedBug::kFoldedSeeds, "seeds found for site 3"},
        Planting{"folded_seeds_of_pairs", PlantedBug::kFoldedSeeds, "seeds found for site 0"},
        Planting{"both_shares", PlantedBug::kBothShares, "what is left of sites 0 is not uniform"}),
    [](const auto& it) { return std::string(it.param.name); });

TEST_P(PlantedInMasks, IsNoticed) {
  EXPECT_THAT(NoticedIn(kComplete), testing::Contains(testing::HasSubstr(GetParam().noticed)));
}

// Of masks left out on a ring others' masks take the place: that is for the count of neighbours.
using PlantedInMasksOfRings = PlantedInMasks;
INSTANTIATE_TEST_SUITE_P(Bugs, PlantedInMasksOfRings,
                         testing::Values(Planting{"no_own_mask", PlantedBug::kNoOwnMask,
                                                  "what is left of sites 30 is not uniform"},
                                         Planting{"folded_seeds", PlantedBug::kFoldedSeeds,
                                                  "seeds found for site 30"},
                                         Planting{"both_shares", PlantedBug::kBothShares,
                                                  "what is left of sites 0 is not uniform"}),
                         [](const auto& it) { return std::string(it.param.name); });

TEST_P(PlantedInMasksOfRings, IsNoticed) {
  EXPECT_THAT(NoticedIn(kRing), testing::Contains(testing::HasSubstr(GetParam().noticed)));
}
#endif

}  // namespace
}  // namespace hansa::secagg_test
