// Evidence against a site convicts it in front of anyone with the authority's key; altered anywhere
// it convicts nobody.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/transcript/culprit_file.h"
#include "common/transcript/culprit_text.h"
#include "tests/support/culprit_session.h"

#ifdef HANSA_PLANTED_BUGS
namespace hansa::secagg_test {
namespace {

using ::testing::HasSubstr;
using transcript::CheckedCulprit;

LoopbackOptions Complete() { return {.sites = 5, .seed = 21}; }
LoopbackOptions Ring(secagg::Profile profile) {
  return {.sites = 40,
          .smallest_cohort = 20,
          .colluders = 2,
          .profile = profile,
          .dropout_permille = 100,
          .seed = 22};
}

struct Case {
  const char* name;
  CheatedOptions options;
  secagg::ShareKind kind;
};

class Evidence : public ::testing::TestWithParam<Case> {};

TEST_P(Evidence, ConvictsTheCulpritInFrontOfAThirdParty) {
  const CheatedOptions& options = GetParam().options;
  const CheatedSession session(options);
  const auto checked = transcript::CheckCulpritFile(session.File(), session.authority());
  ASSERT_TRUE(checked.ok()) << checked.error().Text();
  EXPECT_EQ(checked->site_id, session.culprit_id());
  EXPECT_EQ(checked->kind, GetParam().kind);
  EXPECT_EQ(checked->sites, options.session.sites);
  const bool dealing = options.cheat == PlantedBug::kFalseDealing;
  EXPECT_EQ(checked->fault,
            dealing ? CheckedCulprit::Fault::kFalseDealing : CheckedCulprit::Fault::kFalseShare);
  EXPECT_EQ(checked->dealer_id == checked->site_id, dealing);
  EXPECT_EQ(checked->holders.size(), dealing ? checked->graph.threshold : 1u);
  EXPECT_THAT(transcript::TextOf(*checked), HasSubstr(session.culprit_id()));
  // A false share is an erasure; a false dealing is the end of the session, by name.
  EXPECT_EQ(session.loopback->succeeded(), !dealing) << session.loopback->failure();
  if (dealing) {
    EXPECT_THAT(session.loopback->failure(), HasSubstr(session.culprit_id()));
  } else {
    EXPECT_EQ(session.loopback->SessionSum(),
              session.loopback->PlainSum(session.loopback->Included()));
  }
}

TEST_P(Evidence, ConvictsNobodyUnderAnotherAuthority) {
  const CheatedSession session(GetParam().options);
  crypto::SeededRandom random(3, "another authority");
  const auto other = crypto::SigningKey::Generate(random);
  const auto checked = transcript::CheckCulprit(session.evidence(), other.public_key());
  ASSERT_FALSE(checked.ok());
  EXPECT_EQ(checked.error().kind, ErrorKind::kVerification);
}

INSTANTIATE_TEST_SUITE_P(
    All, Evidence,
    ::testing::Values(
        Case{"dealt_b", {.session = Complete()}, secagg::ShareKind::kSelfMask},
        Case{"dealt_mask_key",
             {.session = Complete(), .dropped = {1}},
             secagg::ShareKind::kMaskSecret},
        Case{"dealt_b_on_a_malicious_ring",
             {.session = Ring(secagg::Profile::kMalicious)},
             secagg::ShareKind::kSelfMask},
        Case{"dealt_mask_key_on_a_semi_honest_ring",
             {.session = Ring(secagg::Profile::kSemiHonest), .dropped = {1}},
             secagg::ShareKind::kMaskSecret},
        Case{"held",
             {.session = Complete(), .cheat = PlantedBug::kFalseShare},
             secagg::ShareKind::kSelfMask},
        Case{"held_of_a_mask_key",
             {.session = Complete(), .cheat = PlantedBug::kFalseShare, .dropped = {0}},
             secagg::ShareKind::kMaskSecret},
        Case{"held_on_a_malicious_ring",
             {.session = Ring(secagg::Profile::kMalicious), .cheat = PlantedBug::kFalseShare},
             secagg::ShareKind::kSelfMask},
        Case{"held_on_a_semi_honest_ring",
             {.session = Ring(secagg::Profile::kSemiHonest), .cheat = PlantedBug::kFalseShare},
             secagg::ShareKind::kSelfMask}),
    [](const auto& tried) { return std::string(tried.param.name); });

class AlteredEvidence : public ::testing::TestWithParam<PlantedBug> {};

TEST_P(AlteredEvidence, EveryBitThatIsTurnedAcquits) {
  const CheatedSession session(
      {.session = {.sites = 3, .smallest_cohort = 2, .seed = 23}, .cheat = GetParam()});
  const Bytes file = session.File();
  ASSERT_TRUE(transcript::CheckCulpritFile(file, session.authority()).ok());
  for (size_t bit = 0; bit < 8 * file.size(); ++bit) {
    Bytes altered = file;
    altered[bit / 8] ^= static_cast<uint8_t>(1 << (bit % 8));
    ASSERT_FALSE(transcript::CheckCulpritFile(altered, session.authority()).ok())
        << "bit " << bit % 8 << " of byte " << bit / 8;
  }
}

TEST_P(AlteredEvidence, CutOrLengthenedAcquits) {
  const CheatedSession session(
      {.session = {.sites = 3, .smallest_cohort = 2, .seed = 23}, .cheat = GetParam()});
  const Bytes file = session.File();
  for (size_t size = 0; size < file.size(); ++size)
    ASSERT_FALSE(transcript::CheckCulpritFile(ByteSpan(file).first(size), session.authority()).ok())
        << size;
  Bytes longer = file;
  longer.push_back(0);
  EXPECT_FALSE(transcript::CheckCulpritFile(longer, session.authority()).ok());
  EXPECT_FALSE(
      transcript::CheckCulpritFile(Bytes(transcript::kCulpritBytes + 1), session.authority()).ok());
}

// The same fleet cheats in two sessions: nothing of one serves in the other.
TEST_P(AlteredEvidence, WhatIsOfAnotherSessionAcquits) {
  const auto run = [](uint64_t number) {
    return CheatedSession(
        {.session = {.sites = 4, .smallest_cohort = 2, .session_number = number, .seed = 24},
         .cheat = GetParam()});
  };
  const CheatedSession one = run(7), two = run(8);
  const auto expect_acquitted = [&](const char* what, const auto& swap) {
    v1::CulpritEvidence evidence = one.evidence(), other = two.evidence();
    swap(evidence, other);
    EXPECT_FALSE(one.Check(evidence).ok()) << what;
  };
  expect_acquitted("params",
                   [](auto& a, auto& b) { a.mutable_params()->Swap(b.mutable_params()); });
  expect_acquitted("members",
                   [](auto& a, auto& b) { a.mutable_members()->swap(*b.mutable_members()); });
  expect_acquitted("commitment",
                   [](auto& a, auto& b) { a.mutable_commitment()->Swap(b.mutable_commitment()); });
  expect_acquitted("leaves",
                   [](auto& a, auto& b) { a.mutable_leaves()->swap(*b.mutable_leaves()); });
  expect_acquitted(
      "entry", [](auto& a, auto& b) { a.mutable_dealer_entry()->swap(*b.mutable_dealer_entry()); });
  expect_acquitted("all that was dealt", [](auto& a, auto& b) {
    a.mutable_commitment()->Swap(b.mutable_commitment());
    a.mutable_leaves()->swap(*b.mutable_leaves());
  });
}

INSTANTIATE_TEST_SUITE_P(Both, AlteredEvidence,
                         ::testing::Values(PlantedBug::kFalseDealing, PlantedBug::kFalseShare),
                         [](const auto& tried) {
                           return tried.param == PlantedBug::kFalseDealing ? "dealing" : "share";
                         });

}  // namespace
}  // namespace hansa::secagg_test
#endif
