#include <gmock/gmock.h>

#include "tests/unit/job_text.h"

namespace hansa {
namespace {

using secagg::Profile;
using ::testing::HasSubstr;

// A job over `min` to `target` sites, with these lines in [aggregation].
std::string Job(const std::string& clients, const std::string& aggregation = "") {
  std::string job = JobAdding("aggregation", aggregation);
  const std::string from = "clients = { min = 3 }";
  return job.replace(job.find(from), from.size(), "clients = " + clients);
}

std::string Plain(std::string job) { return job.replace(job.find("\"required\""), 10, "\"off\""); }

constexpr const char* kManySites = "{ min = 300, target = 1000 }";

TEST(CheckCohort, SecureSumsNeedThree) {
  EXPECT_THAT(JobFault(Job("{ min = 2 }")),
              HasSubstr("job.toml:13: rounds.clients.min must be at least 3 with secure "
                        "aggregation: it is 2, and in a sum of two"));
  EXPECT_EQ(JobFault(Plain(Job("{ min = 1 }"))), "accepted");
  EXPECT_THAT(JobFault(Plain(Job("{ min = 0 }"))), HasSubstr("out of range"));
}

TEST(CheckCohort, CollidingSitesLeaveTwoHonestInputs) {
  EXPECT_THAT(JobFault(Job("{ min = 3 }", "colluders = 2")),
              HasSubstr("aggregation.colluders cannot be had for 3 sites"));
}

TEST(CheckCohort, TheProfileFollowsTheNumberOfSites) {
  EXPECT_EQ(Parsed(Job("{ min = 3, target = 128 }")).profile, Profile::kComplete);
  EXPECT_EQ(Parsed(Job("{ min = 100, target = 129 }")).profile, Profile::kMalicious);
  EXPECT_EQ(Parsed(Plain(Job("{ min = 3 }"))).profile, Profile::kPlain);
}

TEST(CheckCohort, AProfileThatIsNamedWins) {
  const JobSpec malicious = Parsed(Job("{ min = 3 }", "profile = \"malicious\""));
  EXPECT_EQ(malicious.profile, Profile::kMalicious);
  EXPECT_EQ(malicious.dropout_permille, 100u);
  const JobSpec curious =
      Parsed(Job(kManySites, "profile = \"semi-honest\"\ndropouts = 0.25\ncolluders = 15"));
  EXPECT_EQ(curious.profile, Profile::kSemiHonest);
  EXPECT_EQ(curious.dropout_permille, 250u);
  EXPECT_THAT(JobFault(Job("{ min = 3 }", "profile = \"plain\"")), HasSubstr("profile"));
}

TEST(CheckCohort, DropoutsAreForRings) {
  EXPECT_EQ(Parsed(Job("{ min = 3 }")).dropout_permille, 0u);
  EXPECT_THAT(JobFault(Job("{ min = 3 }", "dropouts = 0.2")),
              HasSubstr("aggregation.dropouts has no meaning with the profile \"complete\""));
  for (const char* wrong : {"-0.1", "0.5"})
    EXPECT_THAT(JobFault(Job(kManySites, std::string("dropouts = ") + wrong)),
                HasSubstr("aggregation.dropouts must be from 0 to 0.49"))
        << wrong;
  EXPECT_EQ(Parsed(Job(kManySites, "dropouts = 0.0")).dropout_permille, 0u);
}

TEST(CheckCohort, PlainSumsHaveNeither) {
  EXPECT_THAT(JobFault(Plain(Job("{ min = 3 }", "profile = \"malicious\""))),
              HasSubstr("aggregation.profile has no meaning in this job"));
}

// Half of the sites colluding, and as many dropping: no ring holds.
TEST(CheckCohort, NoGraphIsAFaultOfTheJob) {
  EXPECT_THAT(JobFault(Job(kManySites, "colluders = 140\ndropouts = 0.4")),
              HasSubstr("aggregation.colluders cannot be had for 300 sites"));
}

}  // namespace
}  // namespace hansa
