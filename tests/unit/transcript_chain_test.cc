// Transcripts of one job, one behind the other.

#include "common/transcript/transcript_chain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/text.h"

namespace hansa::transcript {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

crypto::Digest DigestOf(int i) { return crypto::Sha256(AsSpan(StrCat("transcript ", i))); }

std::vector<ChainLink> Links(int count) {
  std::vector<ChainLink> links;
  for (int i = 1; i <= count; ++i) {
    ChainLink link{.file = StrCat(10 * i, ".transcript"),
                   .job_id = "a-job",
                   .session_number = static_cast<uint64_t>(10 * i),
                   .digest = DigestOf(i)};
    if (i > 1) link.previous = DigestOf(i - 1);
    links.push_back(std::move(link));
  }
  return links;
}

std::string FaultOf(std::vector<ChainLink> links, bool whole = true) {
  const auto chain = CheckChain(std::move(links), whole);
  return chain.ok() ? "" : chain.error().Text();
}

TEST(TranscriptChain, IsPutInOrder) {
  std::vector<ChainLink> links = Links(4);
  std::swap(links[0], links[3]);
  std::swap(links[1], links[2]);
  const auto chain = CheckChain(links, true);
  ASSERT_TRUE(chain.ok()) << chain.error().Text();
  ASSERT_EQ(chain->links.size(), 4u);
  for (size_t i = 0; i < 4; ++i)
    EXPECT_EQ(chain->links[i].digest, DigestOf(static_cast<int>(i) + 1));
  EXPECT_EQ(FaultOf({}), "");
  EXPECT_EQ(FaultOf(Links(1)), "");
}

TEST(TranscriptChain, NamesWhatIsMissing) {
  for (int missing = 1; missing <= 4; ++missing) {
    std::vector<ChainLink> links = Links(5);
    links.erase(links.begin() + missing - 1);
    EXPECT_THAT(FaultOf(links), AllOf(HasSubstr("a transcript is missing"),
                                      HasSubstr(StrCat(10 * (missing + 1), ".transcript")),
                                      HasSubstr(Hex(DigestOf(missing)).substr(0, 16))))
        << missing;
  }
}

TEST(TranscriptChain, MayBeginLaterWhereNotAllOfItIsAskedFor) {
  std::vector<ChainLink> links = Links(5);
  links.erase(links.begin(), links.begin() + 2);
  EXPECT_EQ(FaultOf(links, false), "");
  links.erase(links.begin() + 1);
  EXPECT_THAT(FaultOf(links, false), HasSubstr("a transcript is missing"));
}

TEST(TranscriptChain, NamesAFork) {
  for (int at = 0; at < 3; ++at) {
    std::vector<ChainLink> links = Links(4);
    ChainLink fork = links[static_cast<size_t>(at)];
    fork.file = "other.transcript";
    fork.digest = DigestOf(100);
    links.push_back(fork);
    EXPECT_THAT(FaultOf(links), AllOf(HasSubstr("forked"), HasSubstr("other.transcript"),
                                      HasSubstr(StrCat(10 * (at + 1), ".transcript"))))
        << at;
  }
}

TEST(TranscriptChain, NamesAnotherJobsAndOneThatIsThereTwice) {
  std::vector<ChainLink> links = Links(3);
  links[2].job_id = "another-job";
  EXPECT_THAT(FaultOf(links), AllOf(HasSubstr("not of one job"), HasSubstr("another-job")));
  links = Links(3);
  links.push_back(links[1]);
  EXPECT_THAT(FaultOf(links), HasSubstr("twice"));
}

TEST(TranscriptChain, SessionNumbersAscend) {
  std::vector<ChainLink> links = Links(3);
  links[2].session_number = 20;
  EXPECT_THAT(FaultOf(links), HasSubstr("session numbers do not ascend"));
}

TEST(TranscriptChain, ACircleIsNone) {
  std::vector<ChainLink> links = Links(4);
  links[2].previous = links[3].digest;  // 3 follows 4, 4 follows 3
  EXPECT_THAT(FaultOf(links), HasSubstr("circle"));
  links[0].previous = links[1].digest;  // and nothing is the first
  EXPECT_NE(FaultOf(links), "");
}

}  // namespace
}  // namespace hansa::transcript
