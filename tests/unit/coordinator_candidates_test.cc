#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/limits.h"
#include "common/crypto/random.h"
#include "coordinator/core/candidates.h"

namespace hansa::coordinator {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class CandidatesTest : public ::testing::Test {
 protected:
  CandidatesTest() {
    for (const char* site : {"a", "b", "c"}) {
      membership_.Enrol(site, std::string("name-") + site);
      membership_.Connect(site, "test", 1);
    }
    Offer();
  }
  void Offer() {
    Effects out;
    candidates_.OfferToConnected(membership_, random_, now_, out);
    for (const Send& send : out.sends) ids_[send.site] = send.message.job_offer().offer_id();
    offered_ = out.sends.size();
  }
  v1::JobAnswer AnswerOf(const std::string& site, bool accepted) {
    v1::JobAnswer answer;
    answer.set_offer_id(ids_[site]);
    answer.set_job_digest("digest");
    answer.set_accepted(accepted);
    return answer;
  }
  std::string Take(const std::string& site, bool accepted) {
    return candidates_.Take(site, AnswerOf(site, accepted));
  }

  Membership membership_;
  crypto::SeededRandom random_{1, "candidates"};
  Candidates candidates_{{.job_toml = "job", .job_digest = ToBytes("digest")}};
  std::map<std::string, uint64_t> ids_;
  size_t offered_ = 0;
  Instant now_{};
};

TEST_F(CandidatesTest, OffersOncePerConnection) {
  EXPECT_EQ(offered_, 3u);
  Offer();
  EXPECT_EQ(offered_, 0u);
  candidates_.Forget("b");
  const uint64_t before = ids_["b"];
  Offer();
  EXPECT_EQ(offered_, 1u);
  EXPECT_NE(ids_["b"], before);
  EXPECT_FALSE(candidates_.Knows(before));
}

// Whatever it answers, before and after, on this connection and the next.
TEST_F(CandidatesTest, WhoIsLeftOutIsNotAbleAgain) {
  EXPECT_EQ(Take("a", true), "");
  EXPECT_EQ(Take("b", true), "");
  candidates_.LeaveOut("a", "left out: it lied");
  candidates_.LeaveOut("a", "left out: it lied again");
  candidates_.LeaveOut("c", "left out: it lied, too");
  EXPECT_EQ(Take("c", true), "");
  EXPECT_THAT(candidates_.Able(), ElementsAre("b"));
  EXPECT_EQ(candidates_.able_count(), 1u);
  EXPECT_FALSE(candidates_.IsAble("a"));
  EXPECT_THAT(candidates_.ReasonsOf("a"), ElementsAre("left out: it lied"));
  EXPECT_THAT(candidates_.Refusals(membership_), HasSubstr("name-a: left out: it lied"));
  candidates_.Forget("a");
  EXPECT_EQ(candidates_.able_count(), 1u);
  Offer();
  EXPECT_EQ(Take("a", true), "");
  EXPECT_THAT(candidates_.Able(), ElementsAre("b"));
  EXPECT_EQ(candidates_.able_count(), 1u);
}

TEST_F(CandidatesTest, OnlyAcceptedSitesAreAble) {
  EXPECT_EQ(Take("b", true), "");
  EXPECT_EQ(Take("a", false), "");
  EXPECT_THAT(candidates_.Able(), ElementsAre("b"));
  EXPECT_FALSE(candidates_.IsAble("a"));
  EXPECT_FALSE(candidates_.IsAble("nobody"));
  candidates_.Forget("b");
  EXPECT_TRUE(candidates_.Able().empty());
}

TEST_F(CandidatesTest, WrongAnswersChangeNothing) {
  EXPECT_EQ(candidates_.Take("nobody", AnswerOf("a", true)), "unknown_offer");
  EXPECT_EQ(candidates_.Take("b", AnswerOf("a", true)), "unknown_offer");
  v1::JobAnswer other = AnswerOf("a", true);
  other.set_job_digest("another");
  EXPECT_EQ(candidates_.Take("a", other), "wrong_job_digest");
  EXPECT_TRUE(candidates_.Able().empty());
  EXPECT_EQ(Take("a", false), "");
  EXPECT_EQ(Take("a", false), "repeated_answer");
  EXPECT_TRUE(candidates_.Able().empty());
}

TEST_F(CandidatesTest, ANoMayBecomeAYesAndNothingElse) {
  EXPECT_EQ(Take("a", false), "");
  EXPECT_EQ(Take("b", true), "");
  EXPECT_EQ(Take("a", true), "");
  EXPECT_THAT(candidates_.Able(), ElementsAre("a", "b"));
  EXPECT_EQ(candidates_.able_count(), 2u);
  EXPECT_TRUE(candidates_.ReasonsOf("a").empty());
  for (const bool accepted : {true, false}) {
    EXPECT_EQ(Take("a", accepted), "repeated_answer");
    EXPECT_EQ(Take("b", accepted), "repeated_answer");
  }
  EXPECT_THAT(candidates_.Answered(), ElementsAre("a", "b"));
  candidates_.Forget("a");
  EXPECT_THAT(candidates_.Answered(), ElementsAre("b"));
}

TEST_F(CandidatesTest, WaitsForAnswersAsLongAsItsPatience) {
  EXPECT_EQ(candidates_.AwaitedUntil(seconds(2)), now_ + seconds(2));
  EXPECT_EQ(Take("a", true), "");
  EXPECT_EQ(candidates_.able_count(), 1u);
  EXPECT_EQ(candidates_.AwaitedUntil(seconds(2)), now_ + seconds(2));
  EXPECT_EQ(Take("b", false), "");
  candidates_.Forget("c");
  EXPECT_EQ(candidates_.AwaitedUntil(seconds(2)), std::nullopt);
  candidates_.Forget("a");
  EXPECT_EQ(candidates_.able_count(), 0u);
}

TEST_F(CandidatesTest, ReasonsOfAHostileSiteAreBounded) {
  v1::JobAnswer answer = AnswerOf("a", false);
  for (size_t i = 0; i < 2 * limits::kReasons; ++i)
    answer.add_reasons()->set_text(std::string(2 * limits::kReasonBytes, 'x'));
  EXPECT_EQ(candidates_.Take("a", answer), "");
  const auto reasons = candidates_.ReasonsOf("a");
  ASSERT_EQ(reasons.size(), limits::kReasons);
  EXPECT_EQ(reasons.front().size(), limits::kReasonBytes);
  EXPECT_LT(candidates_.Refusals(membership_).size(), 2 * limits::kReasonBytes);
}

TEST_F(CandidatesTest, ACodeWithoutATextIsTheReason) {
  v1::JobAnswer answer = AnswerOf("a", false);
  answer.add_reasons()->set_code("policy_job");
  EXPECT_EQ(candidates_.Take("a", answer), "");
  EXPECT_THAT(candidates_.ReasonsOf("a"), ElementsAre("policy_job"));
}

TEST_F(CandidatesTest, RefusalsListEverySiteThatIsNotAbleUpToABound) {
  EXPECT_EQ(Take("a", true), "");
  EXPECT_EQ(Take("b", false), "");
  membership_.Revoke("c");
  EXPECT_EQ(candidates_.Refusals(membership_), "name-b: declined without a reason");
  for (size_t i = 0; i < Candidates::kListed + 4; ++i)
    membership_.Enrol("far" + std::to_string(i), "");
  EXPECT_THAT(candidates_.Refusals(membership_), HasSubstr("not connected; and 5 more"));
}

}  // namespace
}  // namespace hansa::coordinator
