#include <gmock/gmock.h>

#include "tests/unit/job_text.h"

namespace hansa {
namespace {

using ::testing::HasSubstr;

std::string With(const std::string& lines) { return kSmallJob + lines; }

TEST(CheckSelection, WithoutTheTableEverySiteHasTheSameChance) {
  const JobSpec job = Parsed(kSmallJob);
  EXPECT_EQ(job.selection.policy, SelectionPolicy::kUniform);
  EXPECT_EQ(job.selection.over_select, 1);
  EXPECT_FALSE(job.selection.needs_history());
  EXPECT_EQ(job.priority, 5u);
}

TEST(CheckSelection, ReadsEveryKey) {
  const JobSpec job =
      Parsed(With("[selection]\npolicy = \"staleness\"\nover_select = 1.3\ncooldown = \"10min\"\n"
                  "max_rounds_per_site_per_day = 20\n"));
  EXPECT_EQ(job.selection.policy, SelectionPolicy::kStaleness);
  EXPECT_EQ(job.selection.over_select, 1.3);
  EXPECT_EQ(job.selection.cooldown, seconds(600));
  EXPECT_EQ(job.selection.rounds_per_day, 20u);
  EXPECT_TRUE(job.selection.needs_history());
  EXPECT_EQ(Parsed(With("[selection]\npolicy = \"availability\"\n")).selection.policy,
            SelectionPolicy::kAvailability);
}

TEST(CheckSelection, BoundsEveryNumber) {
  EXPECT_THAT(JobFault(With("[selection]\nover_select = 0.5\n")),
              HasSubstr("job.toml:17: selection.over_select is out of range: 0.5 is not between"));
  EXPECT_THAT(JobFault(With("[selection]\nover_select = 4\n")), HasSubstr("between 1 and 3"));
  EXPECT_THAT(JobFault(With("[selection]\ncooldown = \"31d\"\n")), HasSubstr("too long"));
  EXPECT_THAT(JobFault(With("[selection]\nmax_rounds_per_site_per_day = 0\n")),
              HasSubstr("out of range"));
  EXPECT_THAT(JobFault(With("[selection]\npolicy = \"random\"\n")), HasSubstr("uniform"));
}

TEST(CheckPriority, IsADigit) {
  EXPECT_EQ(Parsed("priority = 0\n" + std::string(kSmallJob)).priority, 0u);
  EXPECT_EQ(Parsed("priority = 9\n" + std::string(kSmallJob)).priority, 9u);
  EXPECT_THAT(JobFault("priority = 10\n" + std::string(kSmallJob)),
              HasSubstr("priority is out of range: 10 is not between 0 and 9"));
}

}  // namespace
}  // namespace hansa
