// A site's own account against the transcript: of every profile and every site, good and not.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/transcript/own_entries.h"
#include "tests/unit/transcript_profiles.h"

namespace hansa::secagg_test {
namespace {

using ::testing::HasSubstr;
using transcript::CheckOwnEntries;
using transcript::OwnAccount;
using transcript::OwnStep;

// What the site really sent, step by step.
OwnAccount AccountOf(RecordedTranscript& recorded, const transcript::CheckedTranscript& checked,
                     uint32_t index) {
  OwnAccount account{.site_id = checked.sites[index]};
  const uint32_t site = recorded.loopback().IndexOfId(account.site_id);
  const auto note = [&account](OwnStep step, const std::string& payload) {
    account.payloads[static_cast<int>(step)] = payload;
  };
  for (const auto& [sender, message] : recorded.loopback().sent) {
    if (sender != site) continue;
    if (message.has_advertise())
      note(OwnStep::kAdvertise, message.advertise().advertisement().payload());
    if (message.has_shares()) note(OwnStep::kShares, message.shares().commitment().payload());
    if (message.has_masked_input())
      note(OwnStep::kMaskedInput, message.masked_input().commitment().payload());
    if (message.has_alive()) note(OwnStep::kAlive, message.alive().statement().payload());
    if (message.has_unmask() && checked.statements.empty())
      note(OwnStep::kRevealed, ToString(crypto::Sha256(checked.survivors.bytes())));
  }
  return account;
}

class OwnPart : public ::testing::TestWithParam<secagg::Profile> {
 protected:
  RecordedTranscript& recorded_ = Recorded(GetParam());
  const transcript::CheckedTranscript checked_ = recorded_.Check().value();
  const uint32_t included_ = checked_.survivors.Members()[1];
  const uint32_t dropped_ = OptionsOf(GetParam()).dropped[0];

  std::string FaultOf(const OwnAccount& account) const {
    const auto own = CheckOwnEntries(checked_, account);
    return own.ok() ? "" : own.error().Text();
  }
};

TEST_P(OwnPart, IsAsEverySiteHasIt) {
  for (uint32_t index = 0; index < checked_.sites.size(); ++index) {
    const auto own = CheckOwnEntries(checked_, AccountOf(recorded_, checked_, index));
    ASSERT_TRUE(own.ok()) << own.error().Text();
    EXPECT_TRUE(own->in_roster);
    EXPECT_TRUE(own->dealt);
    EXPECT_EQ(own->included, index != dropped_);
    if (index == dropped_) {
      EXPECT_EQ(own->released, 0u);
    }
  }
}

TEST_P(OwnPart, ASiteThatWasNotThere) {
  const auto own = CheckOwnEntries(checked_, {.site_id = "0000000000000000", .payloads = {}});
  ASSERT_TRUE(own.ok());
  EXPECT_FALSE(own->in_roster);
}

TEST_P(OwnPart, ASiteThatNeverSaidAnything) {
  EXPECT_THAT(FaultOf({.site_id = checked_.sites[included_], .payloads = {}}),
              HasSubstr("by its journal it sent none"));
}

TEST_P(OwnPart, AnEntryThatTheSiteMadeOtherwise) {
  const OwnAccount good = AccountOf(recorded_, checked_, included_);
  for (const auto& [step, payload] : good.payloads) {
    SCOPED_TRACE(step);
    OwnAccount account = good;
    account.payloads[step].back() = static_cast<char>(payload.back() ^ 1);
    EXPECT_NE(FaultOf(account), "");
    if (step == static_cast<int>(OwnStep::kAlive) && !checked_.statements.contains(included_))
      continue;
    account = good;
    account.payloads.erase(step);
    EXPECT_NE(FaultOf(account), "");
  }
}

// The site was shown another view than the one of the transcript, whether or not what it signed is
// in the file.
TEST_P(OwnPart, AnotherView) {
  OwnAccount account = AccountOf(recorded_, checked_, dropped_);
  v1::MaskedCommitment masked;
  masked.set_params_hash(ToString(checked_.id.params));
  masked.set_roster_root(ToString(checked_.id.roster));
  masked.set_sharers_hash(std::string(32, 'x'));
  account.payloads[static_cast<int>(OwnStep::kMaskedInput)] = masked.SerializeAsString();
  EXPECT_THAT(FaultOf(account), HasSubstr("U1 differs"));
  account = AccountOf(recorded_, checked_, dropped_);
  account.payloads[static_cast<int>(OwnStep::kRevealed)] = std::string(32, 'x');
  EXPECT_THAT(FaultOf(account), HasSubstr("U2 differs"));
  v1::AliveStatement alive;
  alive.set_params_hash(ToString(checked_.id.params));
  alive.set_roster_root(ToString(checked_.id.roster));
  alive.set_sharers_hash(ToString(crypto::Sha256(checked_.sharers.bytes())));
  alive.set_survivors_hash(ToString(crypto::Sha256(checked_.sharers.bytes())));
  account = AccountOf(recorded_, checked_, dropped_);
  account.payloads[static_cast<int>(OwnStep::kAlive)] = alive.SerializeAsString();
  EXPECT_THAT(FaultOf(account), HasSubstr("U1 or U2 differs"));
}

INSTANTIATE_TEST_SUITE_P(Profiles, OwnPart, ::testing::ValuesIn(kProfiles), NameOfProfile);

}  // namespace
}  // namespace hansa::secagg_test
