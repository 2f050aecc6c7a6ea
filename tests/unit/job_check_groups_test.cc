#include <gmock/gmock.h>

#include "common/job/group_sizes.h"
#include "common/job/task_segments.h"
#include "tests/unit/job_text.h"

namespace hansa {
namespace {

using secagg::Profile;
using ::testing::AllOf;
using ::testing::HasSubstr;

std::string Job(const std::string& clients, const std::string& aggregation = "") {
  std::string job = JobAdding("aggregation", aggregation);
  const std::string from = "clients = { min = 3 }";
  return job.replace(job.find(from), from.size(), "clients = " + clients);
}

TEST(GroupSizes, AreTheFewestAndAsEqualAsCanBe) {
  for (uint32_t most = 1; most <= 20; ++most)
    for (uint32_t sites = 1; sites <= 200; ++sites) {
      const GroupSizes sizes = GroupSizesOf(sites, most);
      EXPECT_LE(sizes.largest, most);
      EXPECT_LE(sizes.largest - sizes.smallest, 1u);
      EXPECT_LE(uint64_t{sizes.smallest} * sizes.groups, sites);
      EXPECT_GE(uint64_t{sizes.largest} * sizes.groups, sites);
      EXPECT_LT((sizes.groups - 1) * most, sites) << "one group fewer holds them";
    }
}

TEST(CheckGroups, ARoundThatOneSessionHoldsHasOne) {
  const JobSpec job = Parsed(Job("{ min = 3, target = 128 }"));
  EXPECT_EQ(job.group_min, 3u);
  EXPECT_EQ(job.group_max, 128u);
  EXPECT_EQ(GroupSizesOf(job.clients_target, job.group_max).groups, 1u);
  const JobSpec ring = Parsed(Job("{ min = 300, target = 1000 }"));
  EXPECT_EQ(ring.group_max, 10'000u);
}

TEST(CheckGroups, ManySitesOnTheCompleteGraphAreSplit) {
  const JobSpec job =
      Parsed(Job("{ min = 200, target = 300 }", "profile = \"complete\"\nsmallest_group = 60"));
  EXPECT_EQ(job.profile, Profile::kComplete);
  EXPECT_EQ(job.group_min, 60u);
  const GroupSizes sizes = GroupSizesOf(300, job.group_max);
  EXPECT_EQ(sizes.groups, 3u);
  EXPECT_EQ(sizes.smallest, 100u);
}

// Without the key a group holds as many as the round needs.
TEST(CheckGroups, TheSmallestGroupMustFitIntoTheLargest) {
  EXPECT_THAT(JobFault(Job("{ min = 200, target = 300 }", "profile = \"complete\"")),
              AllOf(HasSubstr("rounds.clients.min must be at most 128, the largest group"),
                    HasSubstr("it is 200"), HasSubstr("aggregation.smallest_group")));
  EXPECT_THAT(JobFault(Job("{ min = 6, target = 12 }", "largest_group = 5")),
              HasSubstr("rounds.clients.min must be at most 5"));
  for (const char* wrong :
       {"largest_group = 2", "largest_group = 129", "smallest_group = 2", "smallest_group = 4"})
    EXPECT_THAT(JobFault(Job("{ min = 3, target = 9 }", wrong)), HasSubstr("out of range"))
        << wrong;
}

// Six sites make two groups of three; five would make one of three and one of two.
TEST(CheckGroups, NoRoundMayMakeAGroupTooSmall) {
  EXPECT_THAT(JobFault(Job("{ min = 3, target = 6 }", "largest_group = 4")),
              AllOf(HasSubstr("splits a round of 5 sites into groups that are too small"),
                    HasSubstr("2 groups of at most 4 sites: the smallest has 2"),
                    HasSubstr("Raise aggregation.largest_group to 5 or more")));
  EXPECT_EQ(JobFault(Job("{ min = 3, target = 6 }", "largest_group = 5")), "accepted");
  EXPECT_EQ(JobFault(Job("{ min = 6, target = 6 }", "largest_group = 4\nsmallest_group = 3")),
            "accepted");
}

// Colluders count in every group: ten of them among twelve are too many, among forty they are not.
TEST(CheckGroups, EveryGroupNeedsAGraph) {
  const std::string colluders = "colluders = 6\nsmallest_group = 12\nlargest_group = ";
  EXPECT_THAT(JobFault(Job("{ min = 24, target = 40 }", colluders + "24")),
              HasSubstr("cannot be had for 12 sites"));
  EXPECT_EQ(JobFault(Job("{ min = 24, target = 40 }", "colluders = 6\nlargest_group = 40")),
            "accepted");
}

// The segments are scaled for all sites, so that the sum over all groups cannot wrap.
TEST(CheckGroups, TheWholeRoundFitsTheRing) {
  const std::string all = "{ min = 100, target = 10000 }", few = "{ min = 100, target = 100 }";
  const std::string profile =
      "ring_bits = 32\nmax_weight = 1\nprofile = \"complete\"\nsmallest_group = 50";
  const auto many = TrainSegments(Parsed(Job(all, profile)), 4);
  const auto one = TrainSegments(Parsed(Job(few, profile)), 4);
  ASSERT_TRUE(many.ok() && one.ok());
  EXPECT_LT((*many)[0].scale_bits, (*one)[0].scale_bits);
  const auto bound = static_cast<double>(uint64_t{1} << (*many)[0].scale_bits) * 10.0 * 10'000;
  EXPECT_LT(bound, 2147483648.0);
}

TEST(CheckGroups, PlainSumsHaveNone) {
  std::string job = Job("{ min = 3 }", "largest_group = 5");
  job.replace(job.find("\"required\""), 10, "\"off\"");
  EXPECT_THAT(JobFault(job), HasSubstr("aggregation.largest_group has no meaning in this job"));
}

}  // namespace
}  // namespace hansa
