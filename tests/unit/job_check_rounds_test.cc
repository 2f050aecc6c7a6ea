#include <gmock/gmock.h>

#include "tests/unit/job_text.h"

namespace hansa {
namespace {

using ::testing::HasSubstr;

std::string Clients(const std::string& clients) {
  return JobWith("clients = { min = 3 }", "clients = " + clients);
}

std::string Plain(std::string job) { return job.replace(job.find("\"required\""), 10, "\"off\""); }

TEST(CheckRounds, NeedsACountAndAQuorum) {
  EXPECT_THAT(JobFault(JobWith("count = 3\n", "")), HasSubstr("rounds.count is missing"));
  EXPECT_THAT(JobFault(JobWith("count = 3", "count = 0")), HasSubstr("rounds.count is out of"));
  EXPECT_THAT(JobFault(Clients("{ target = 4 }")), HasSubstr("rounds.clients.min is missing"));
}

TEST(CheckRounds, TargetIsFromTheQuorumToAllSites) {
  EXPECT_EQ(Parsed(Clients("{ min = 3, target = 128 }")).clients_target, 128u);
  EXPECT_THAT(JobFault(Clients("{ min = 4, target = 3 }")),
              HasSubstr("rounds.clients.target is out of range: 3 is not between 4 and 10000"));
  EXPECT_THAT(JobFault(Clients("{ min = 3, target = 10001 }")), HasSubstr("10001"));
  EXPECT_EQ(Parsed(Plain(Clients("{ min = 3, target = 129 }"))).clients_target, 129u);
}

TEST(CheckRounds, WindowsArePositive) {
  EXPECT_EQ(Parsed(JobAdding("rounds", "training = \"250ms\"")).training, milliseconds(250));
  for (const char* key : {"selecting", "training", "aggregating", "evaluating"}) {
    EXPECT_THAT(JobFault(JobAdding("rounds", std::string(key) + " = \"0s\"")),
                HasSubstr("must be above 0 and at most 30d: it is 0ms"))
        << key;
    EXPECT_THAT(JobFault(JobAdding("rounds", std::string(key) + " = \"31d\"")),
                HasSubstr("it is 31d"));
  }
}

TEST(CheckRounds, NoFailureMayBeAllowed) {
  EXPECT_EQ(Parsed(JobAdding("rounds", "failures_allowed = 0")).failures_allowed, 0u);
  EXPECT_FALSE(Parsed(JobAdding("rounds", "evaluate = false")).evaluate_rounds);
}

}  // namespace
}  // namespace hansa
