// A transcript that a lying coordinator linked and sealed anew: what sites signed gives it away.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "common/base/text.h"
#include "common/crypto/contexts.h"
#include "common/identity/signed_message.h"
#include "common/transcript/transcript_frame.h"
#include "tests/unit/transcript_profiles.h"

namespace hansa::secagg_test {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using Record = v1::TranscriptRecord;
using Records = std::vector<Record>;

class LyingTranscript : public ::testing::TestWithParam<secagg::Profile> {
 protected:
  RecordedTranscript& recorded_ = Recorded(GetParam());
  Records records_ = recorded_.Records();
  const transcript::CheckedTranscript good_ = recorded_.Check().value();
  const std::vector<uint32_t> included_ = good_.survivors.Members();
  const uint32_t dropped_ = OptionsOf(GetParam()).dropped[0];

  v1::TranscriptOpening& Opening() { return *records_[0].mutable_opening(); }
  std::string Fault() {
    const auto checked = recorded_.Check(recorded_.Resealed(records_));
    return checked.ok() ? "" : checked.error().Text();
  }
  // The record of this kind and site.
  Record& At(Record::RecordCase kind, uint32_t index) { return records_[PlaceAt(kind, index)]; }
  size_t PlaceAt(Record::RecordCase kind, uint32_t index) const {
    for (size_t i = 0; i < records_.size(); ++i) {
      const Record& record = records_[i];
      if (record.record_case() != kind) continue;
      if ((kind == Record::kMember && i == index + 1) || record.masked().site() == index ||
          record.alive().site() == index || record.dealt().owner() == index ||
          record.released().owner() == index) {
        if (kind == Record::kMasked && record.masked().site() != index) continue;
        if (kind == Record::kAlive && record.alive().site() != index) continue;
        if (kind == Record::kDealt && record.dealt().owner() != index) continue;
        if (kind == Record::kReleased && record.released().owner() != index) continue;
        if (kind == Record::kMember && i != index + 1) continue;
        return i;
      }
    }
    ADD_FAILURE() << "no such record";
    return 0;
  }
  void Erase(size_t place) {
    records_.erase(records_.begin() + static_cast<std::ptrdiff_t>(place));
  }
  static void Turn(std::string& bitmap, uint32_t index) {
    bitmap[index / 8] = static_cast<char>(bitmap[index / 8] ^ (1 << (index % 8)));
  }
  const std::string& IdOf(uint32_t index) const { return good_.sites[index]; }
  v1::ReleasedShares& SharesOf(uint32_t owner) {
    v1::TranscriptReleased& released = *At(Record::kReleased, owner).mutable_released();
    return released.has_self_mask() ? *released.mutable_self_mask()
                                    : *released.mutable_mask_secret();
  }
};

TEST_P(LyingTranscript, IsRightWhenNothingIsChanged) { EXPECT_EQ(Fault(), ""); }

TEST_P(LyingTranscript, OtherParameters) {
  (*Opening().mutable_params()->mutable_payload())[5] ^= 1;
  EXPECT_THAT(Fault(), HasSubstr("signature does not fit the session's parameters"));
}

// Signed by the coordinator, which no site has ever seen.
TEST_P(LyingTranscript, ParametersOfAnotherSession) {
  RecordedOptions options = OptionsOf(GetParam());
  options.session.session_number = 8;
  RecordedTranscript other(options);
  *Opening().mutable_params() = other.Records()[0].opening().params();
  EXPECT_THAT(Fault(), AllOf(HasSubstr("record 2, the roster's entry of site 0"),
                             HasSubstr("another session")));
}

TEST_P(LyingTranscript, AThresholdThatTheArithmeticRefuses) {
  Opening().set_threshold(1);
  EXPECT_THAT(Fault(), HasSubstr("t"));
  Opening().set_threshold(good_.graph.threshold);
  Opening().set_neighbours(good_.graph.neighbours - 1);
  EXPECT_NE(Fault(), "");
}

TEST_P(LyingTranscript, ASiteIsLeftOutOfTheSum) {
  const uint32_t site = included_[1];
  Turn(*Opening().mutable_survivors(), site);
  Erase(PlaceAt(Record::kMasked, site));
  if (GetParam() == secagg::Profile::kSemiHonest) {  // nobody signed U2: the shares tell
    EXPECT_THAT(Fault(), AllOf(HasSubstr(IdOf(site)), AnyOf(HasSubstr("not in U2"))));
    return;
  }
  google::protobuf::RepeatedField<uint32_t> alive;
  for (const uint32_t index : Opening().alive())
    if (index != site) alive.Add(index);
  if (alive.size() != Opening().alive_size()) Erase(PlaceAt(Record::kAlive, site));
  *Opening().mutable_alive() = alive;
  EXPECT_THAT(Fault(), HasSubstr("another U2"));
}

TEST_P(LyingTranscript, ASiteIsPutIntoTheSum) {
  Turn(*Opening().mutable_survivors(), dropped_);
  EXPECT_THAT(Fault(), HasSubstr(IdOf(dropped_)));
}

TEST_P(LyingTranscript, ASiteIsLeftOutOfU1) {
  Turn(*Opening().mutable_sharers(), dropped_);
  Erase(PlaceAt(Record::kDealt, dropped_));
  Erase(PlaceAt(Record::kReleased, dropped_));
  EXPECT_THAT(Fault(), AllOf(HasSubstr(IdOf(included_[0])), HasSubstr("another U1")));
}

TEST_P(LyingTranscript, ASiteIsLeftOutOfTheRoster) {
  Erase(1 + included_[2]);
  EXPECT_NE(Fault(), "");
  records_ = recorded_.Records();
  std::swap(records_[1], records_[2]);
  EXPECT_THAT(Fault(), HasSubstr("ascending order"));
}

TEST_P(LyingTranscript, ASiteOfItsOwnInTheRoster) {
  Fleet other(1, 77);
  v1::RosterEntry entry;
  ASSERT_TRUE(entry.ParseFromString(records_[2].member().entry()));
  *entry.mutable_credential() = other.sites[0].credential;
  records_[2].mutable_member()->set_entry(entry.SerializeAsString());
  EXPECT_THAT(Fault(), HasSubstr("record 3, the roster's entry of site 1"));
}

TEST_P(LyingTranscript, AnotherMaskedInput) {
  v1::Signed& commitment =
      *At(Record::kMasked, included_[1]).mutable_masked()->mutable_commitment();
  (*commitment.mutable_payload())[commitment.payload().size() - 1] ^= 1;
  EXPECT_THAT(Fault(), HasSubstr(IdOf(included_[1])));
  // Another site's, whose signature is good.
  commitment = At(Record::kMasked, included_[2]).masked().commitment();
  EXPECT_THAT(Fault(), HasSubstr(IdOf(included_[1])));
}

TEST_P(LyingTranscript, TooFewStatements) {
  if (GetParam() == secagg::Profile::kSemiHonest) {
    Opening().add_alive(included_[0]);
    EXPECT_THAT(Fault(), HasSubstr("nobody says who is alive"));
    return;
  }
  while (Opening().alive_size() > 2) {
    Erase(PlaceAt(Record::kAlive, Opening().alive(Opening().alive_size() - 1)));
    Opening().mutable_alive()->RemoveLast();
  }
  EXPECT_THAT(Fault(), HasSubstr("too few sites said that they are alive"));
}

TEST_P(LyingTranscript, OtherLeaves) {
  std::string& leaves = *At(Record::kDealt, dropped_).mutable_dealt()->mutable_leaves();
  leaves[100] = static_cast<char>(leaves[100] ^ 1);
  EXPECT_THAT(Fault(), AllOf(HasSubstr(IdOf(dropped_)), HasSubstr("leaf root differs")));
  leaves.resize(leaves.size() - 64);
  EXPECT_THAT(Fault(), AllOf(HasSubstr(IdOf(dropped_)), HasSubstr("bytes, not")));
}

TEST_P(LyingTranscript, AShareThatWasNotDealt) {
  for (const uint32_t owner : {included_[0], dropped_}) {
    records_ = recorded_.Records();
    v1::ReleasedShares& shares = SharesOf(owner);
    (*shares.mutable_shares())[3] ^= 1;
    EXPECT_THAT(Fault(), AllOf(HasSubstr(IdOf(owner)), HasSubstr(IdOf(shares.holders(0))),
                               HasSubstr("its leaf differs")));
  }
}

TEST_P(LyingTranscript, TheOtherKindOfShare) {
  v1::TranscriptReleased& released = *At(Record::kReleased, included_[0]).mutable_released();
  const v1::ReleasedShares shares = released.self_mask();
  *released.mutable_mask_secret() = shares;
  EXPECT_THAT(Fault(),
              AllOf(HasSubstr(IdOf(included_[0])), HasSubstr("only shares of its own mask")));
  records_ = recorded_.Records();
  v1::TranscriptReleased& of_dropped = *At(Record::kReleased, dropped_).mutable_released();
  const v1::ReleasedShares of_key = of_dropped.mask_secret();
  *of_dropped.mutable_self_mask() = of_key;
  EXPECT_THAT(Fault(), AllOf(HasSubstr(IdOf(dropped_)), HasSubstr("only shares of its mask key")));
}

TEST_P(LyingTranscript, SharesOfThoseWhoHoldNoneOrGaveTwoOrTooFew) {
  v1::ReleasedShares& shares = SharesOf(included_[0]);
  shares.set_holders(0, dropped_);
  EXPECT_THAT(Fault(), HasSubstr(IdOf(dropped_)));
  shares.set_holders(0, included_[0]);
  EXPECT_THAT(Fault(), HasSubstr("no neighbour"));
  shares.set_holders(0, 1000000);
  EXPECT_THAT(Fault(), HasSubstr("no neighbour"));
  shares.set_holders(0, shares.holders(1));
  EXPECT_NE(Fault(), "");
  records_ = recorded_.Records();
  v1::ReleasedShares& few = SharesOf(included_[0]);
  while (few.holders_size() >= static_cast<int>(good_.graph.threshold))
    few.mutable_holders()->RemoveLast();
  few.mutable_shares()->resize(static_cast<size_t>(few.holders_size()) * 40);
  EXPECT_THAT(Fault(), HasSubstr("are needed"));
}

// Each of them is as it was dealt.
TEST_P(LyingTranscript, OneShareInThePlaceOfTwo) {
  v1::ReleasedShares& shares = SharesOf(included_[0]);
  const std::string first = shares.shares().substr(0, 40);
  shares.set_holders(1, shares.holders(0));
  shares.mutable_shares()->replace(40, 40, first);
  EXPECT_THAT(Fault(), AllOf(HasSubstr(IdOf(shares.holders(0))), HasSubstr("two shares")));
}

TEST_P(LyingTranscript, AnotherSum) {
  v1::TranscriptSum& sum = *records_[records_.size() - 2].mutable_sum();
  const v1::TranscriptSum good = sum;
  (*sum.mutable_sum())[0] ^= 1;
  EXPECT_THAT(Fault(), HasSubstr("not the one of its digest"));
  sum = good;
  (*sum.mutable_sha256())[0] ^= 1;
  EXPECT_THAT(Fault(), HasSubstr("digest over P, R, U1, U2"));
  sum = good;
  sum.clear_sum();
  EXPECT_THAT(Fault(), HasSubstr("the sum has 0 bytes"));
}

// Another session's messages, all of them well signed.
TEST_P(LyingTranscript, WhatASiteSaidInAnotherSession) {
  RecordedOptions options = OptionsOf(GetParam());
  options.session.session_number = 9;
  RecordedTranscript other(options);
  const Records theirs = other.Records();
  for (size_t i = 1; i + 2 < records_.size(); ++i) {
    SCOPED_TRACE(i);
    if (records_[i].has_released() || theirs[i].record_case() != records_[i].record_case())
      continue;
    records_ = recorded_.Records();
    records_[i] = theirs[i];
    EXPECT_NE(Fault(), "");
    if (i > 200) break;
  }
}

// Only what the session was for.
TEST_P(LyingTranscript, ASealThatDoesNotFit) {
  const Bytes good = recorded_.bytes();
  const auto starts = recorded_.FrameStarts();
  const auto with = [&](const std::function<void(v1::TranscriptSeal&)>& change,
                        const crypto::SigningKey& key, crypto::Digest digest) {
    v1::TranscriptSeal seal = RecordedTranscript::Published();
    change(seal);
    Bytes file(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(starts[starts.size() - 2]));
    const Bytes frame = transcript::SealFrame(digest, seal, key);
    // The link of a seal follows from the record before, whatever it says.
    Append(file, frame);
    const auto checked = recorded_.Check(std::move(file));
    return checked.ok() ? std::string() : checked.error().Text();
  };
  const auto& coordinator = recorded_.loopback().fleet.coordinator;
  const auto same = [](v1::TranscriptSeal&) {};
  EXPECT_EQ(with(same, coordinator, good_.digest), "");
  EXPECT_EQ(with([](auto& seal) { seal.set_nothing("not finite"); }, coordinator, good_.digest),
            "");
  EXPECT_THAT(with([](auto& seal) { seal.mutable_measured(); }, coordinator, good_.digest),
              HasSubstr("does not fit the session's purpose"));
  EXPECT_THAT(with([](auto& seal) { seal.clear_became(); }, coordinator, good_.digest),
              HasSubstr("does not fit the session's purpose"));
  EXPECT_THAT(with([](auto& seal) { seal.mutable_published()->set_model_sha256("short"); },
                   coordinator, good_.digest),
              HasSubstr("does not fit the session's purpose"));
  // Of another transcript, and linked to this one.
  const Bytes frame =
      transcript::SealFrame(crypto::Digest{}, RecordedTranscript::Published(), coordinator);
  Record seal;
  ASSERT_TRUE(seal.ParseFromArray(frame.data() + 4, static_cast<int>(frame.size() - 36)));
  Bytes file(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(starts[starts.size() - 2]));
  transcript::LinkChain chain(good_.digest);
  Append(file, transcript::FrameOf(seal, chain));
  const auto other = recorded_.Check(std::move(file));
  ASSERT_FALSE(other.ok());
  EXPECT_THAT(other.error().Text(), HasSubstr("it is of another transcript"));
  EXPECT_THAT(with(same, recorded_.loopback().fleet.authority, good_.digest),
              HasSubstr("the seal"));
}

INSTANTIATE_TEST_SUITE_P(Profiles, LyingTranscript, ::testing::ValuesIn(kProfiles), NameOfProfile);

}  // namespace
}  // namespace hansa::secagg_test
