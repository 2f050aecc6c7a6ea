// What a good transcript says, of every profile; and the sum made again from the masked inputs.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/transcript/recompute_sum.h"
#include "tests/unit/transcript_profiles.h"

namespace hansa::secagg_test {
namespace {

using ::testing::HasSubstr;
using transcript::CheckedTranscript;

class GoodTranscript : public ::testing::TestWithParam<secagg::Profile> {};

TEST_P(GoodTranscript, IsRightAndSaysWhatWas) {
  RecordedTranscript& recorded = Recorded(GetParam());
  const auto checked = recorded.Check();
  ASSERT_TRUE(checked.ok()) << checked.error().Text();
  const RecordedOptions options = OptionsOf(GetParam());
  EXPECT_EQ(checked->job_id, options.job_id);
  EXPECT_EQ(checked->digest, recorded.digest());
  EXPECT_FALSE(checked->previous);
  EXPECT_EQ(checked->sites.size(), options.session.sites);
  EXPECT_EQ(checked->sharers.Count(), options.session.sites);
  EXPECT_EQ(checked->survivors.Count(), options.session.sites - options.dropped.size());
  EXPECT_EQ(checked->id, recorded.loopback().success().id);
  EXPECT_EQ(checked->sum_sha256, recorded.loopback().success().sum.sha256);
  EXPECT_EQ(checked->sum, recorded.SumBytes());
  EXPECT_EQ(checked->seal.published().version(), 3u);
  EXPECT_EQ(checked->statements.empty(), GetParam() == secagg::Profile::kSemiHonest);
  EXPECT_EQ(checked->records, recorded.Records().size());
}

TEST_P(GoodTranscript, OfASessionThatAnotherProcessEnded) {
  RecordedOptions options = OptionsOf(GetParam());
  options.restarted = true;
  RecordedTranscript recorded(options);
  const auto checked = recorded.Check();
  ASSERT_TRUE(checked.ok()) << checked.error().Text();
  EXPECT_EQ(checked->sum, recorded.SumBytes());
}

TEST_P(GoodTranscript, OfVectorsThatWereFetched) {
  RecordedOptions options = OptionsOf(GetParam());
  options.session.inline_bytes = 0;
  RecordedTranscript recorded(options);
  const auto checked = recorded.Check();
  ASSERT_TRUE(checked.ok()) << checked.error().Text();
}

TEST_P(GoodTranscript, NamesTheOneBeforeIt) {
  RecordedOptions options = OptionsOf(GetParam());
  options.previous = crypto::Sha256(AsSpan("before"));
  RecordedTranscript recorded(options);
  const auto checked = recorded.Check();
  ASSERT_TRUE(checked.ok()) << checked.error().Text();
  EXPECT_EQ(checked->previous, options.previous);
  EXPECT_NE(checked->digest, Recorded(GetParam()).digest());
}

// What is archived of messages is what the sites sent, of everyone in the sum.
TEST_P(GoodTranscript, HasItsMaskedInputsKeptBesideIt) {
  RecordedOptions options = OptionsOf(GetParam());
  options.session.archive = true;
  RecordedTranscript recorded(options);
  const auto checked = recorded.Check();
  ASSERT_TRUE(checked.ok()) << checked.error().Text();
  const auto& kept = recorded.loopback().kept;
  EXPECT_EQ(kept.size(), checked->survivors.Count());
  const auto same = transcript::RecomputeSum(
      *checked,
      [&kept](uint32_t, const std::string& site) -> Result<BlobHandle> {
        return MakeBlob(kept.at(site));
      },
      [](ByteSpan) { return Success(); });
  EXPECT_TRUE(same.ok()) << same.error().Text();
}

class Inputs {
 public:
  explicit Inputs(RecordedTranscript& recorded) : loopback_(recorded.loopback()) {}
  transcript::InputSource Source() {
    return [this](uint32_t, const std::string& site) -> Result<BlobHandle> {
      return MakeBlob(changed.contains(site) ? changed[site]
                                             : loopback_.masked.at(loopback_.IndexOfId(site)));
    };
  }
  Bytes Of(const std::string& site) { return loopback_.masked.at(loopback_.IndexOfId(site)); }
  std::map<std::string, Bytes> changed;

 private:
  Loopback& loopback_;
};

TEST_P(GoodTranscript, GivesItsSumAgainFromTheMaskedInputs) {
  RecordedTranscript& recorded = Recorded(GetParam());
  const auto checked = recorded.Check();
  ASSERT_TRUE(checked.ok());
  Inputs inputs(recorded);
  Bytes sum;
  const auto same = transcript::RecomputeSum(*checked, inputs.Source(), [&sum](ByteSpan bytes) {
    Append(sum, bytes);
    return Success();
  });
  ASSERT_TRUE(same.ok()) << same.error().Text();
  EXPECT_EQ(sum, recorded.SumBytes());
}

TEST_P(GoodTranscript, NamesTheSiteWhoseMaskedInputIsAnother) {
  RecordedTranscript& recorded = Recorded(GetParam());
  const auto checked = recorded.Check();
  ASSERT_TRUE(checked.ok());
  const std::string& site = checked->sites[*checked->survivors.Members().begin() + 1];
  const auto ignore = [](ByteSpan) { return Success(); };
  Inputs inputs(recorded);
  inputs.changed[site] = inputs.Of(site);
  inputs.changed[site][0] ^= 1;
  auto refused = transcript::RecomputeSum(*checked, inputs.Source(), ignore);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, ErrorKind::kVerification);
  EXPECT_THAT(refused.error().Text(), HasSubstr(site));
  inputs.changed[site].pop_back();
  refused = transcript::RecomputeSum(*checked, inputs.Source(), ignore);
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.error().Text(), HasSubstr(site));
}

// The one thing that no site has signed.
TEST_P(GoodTranscript, AFalseSumIsFoundByTheMaskedInputs) {
  RecordedTranscript& recorded = Recorded(GetParam());
  auto checked = recorded.Check();
  ASSERT_TRUE(checked.ok());
  std::vector<v1::TranscriptRecord> records = recorded.Records();
  v1::TranscriptSum& sum = *records[records.size() - 2].mutable_sum();
  (*sum.mutable_sum())[0] ^= 1;
  const crypto::Digest digest = crypto::Sha256(AsSpan(sum.sum()));
  sum.set_sha256(ToString(digest));
  sum.set_session(
      ToString(secagg::TranscriptDigest(checked->id, crypto::Sha256(checked->sharers.bytes()),
                                        crypto::Sha256(checked->survivors.bytes()), digest)));
  checked = recorded.Check(recorded.Resealed(records));
  ASSERT_TRUE(checked.ok()) << checked.error().Text();
  Inputs inputs(recorded);
  const auto refused =
      transcript::RecomputeSum(*checked, inputs.Source(), [](ByteSpan) { return Success(); });
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.error().Text(), HasSubstr("the sum is not that of the masked inputs"));
}

INSTANTIATE_TEST_SUITE_P(Profiles, GoodTranscript, ::testing::ValuesIn(kProfiles), NameOfProfile);

}  // namespace
}  // namespace hansa::secagg_test
