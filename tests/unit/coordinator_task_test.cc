#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "coordinator/core/task.h"

namespace hansa::coordinator {
namespace {

using ::testing::ElementsAre;

class CoordinatorTaskTest : public ::testing::Test {
 protected:
  static Task::Plan PlanOf() {
    auto model = std::make_shared<ModelVersion>();
    model->file = std::make_shared<const Bytes>(Bytes{1, 2, 3});
    return {.id = Bytes(16, 7),
            .model = model,
            .sites = {"a", "b", "c"},
            .window = {2, 3, {}, seconds(10)}};
  }
  Task task_{PlanOf(), Instant{}};
};

TEST_F(CoordinatorTaskTest, SitesReportOnce) {
  EXPECT_EQ(task_.TakeReady("a"), "");
  EXPECT_EQ(task_.TakeReady("a"), "repeated_task_ready");
  EXPECT_EQ(task_.TakeReady("x"), "task_not_given");
  EXPECT_EQ(task_.TakeFailed("b"), "");
  EXPECT_EQ(task_.TakeFailed("b"), "task_not_given");
  EXPECT_EQ(task_.TakeReady("b"), "task_not_given");
  EXPECT_THAT(task_.ready(), ElementsAre("a"));
  EXPECT_THAT(task_.pending(), ElementsAre("c"));
  EXPECT_TRUE(task_.quorum_possible());
  EXPECT_FALSE(task_.quorum_ready());
  EXPECT_TRUE(task_.Remove("c"));
  EXPECT_FALSE(task_.Remove("c"));
  EXPECT_TRUE(task_.all_reported());
  EXPECT_FALSE(task_.quorum_possible());
}

TEST_F(CoordinatorTaskTest, AReadySiteMayStillGiveUp) {
  EXPECT_EQ(task_.TakeReady("a"), "");
  EXPECT_EQ(task_.TakeFailed("a"), "");
  EXPECT_FALSE(task_.is_ready("a"));
}

TEST_F(CoordinatorTaskTest, TheModelGoesToSitesOfTheTaskOnly) {
  Effects out;
  EXPECT_EQ(task_.SendModel("x", out), "model_not_offered");
  EXPECT_TRUE(out.sends.empty());
  EXPECT_EQ(task_.SendModel("a", out), "");
  ASSERT_EQ(out.sends.size(), 1u);
  EXPECT_EQ(*out.sends[0].payload, (Bytes{1, 2, 3}));
  EXPECT_EQ(task_.TakeFailed("a"), "");
  EXPECT_EQ(task_.SendModel("a", out), "model_not_offered");
}

TEST_F(CoordinatorTaskTest, ItsEndIsToldToThoseStillThere) {
  Membership membership;
  for (const char* site : {"a", "b", "c"}) membership.Enrol(site, site);
  membership.Connect("a", "", 1);
  membership.Connect("b", "", 1);
  EXPECT_EQ(task_.TakeFailed("b"), "");
  Effects out;
  task_.End(membership, "failed", out);
  ASSERT_EQ(out.sends.size(), 1u);
  EXPECT_EQ(out.sends[0].site, "a");
  EXPECT_EQ(out.sends[0].message.task_end().outcome(), "failed");
  EXPECT_TRUE(task_.ended());
}

}  // namespace
}  // namespace hansa::coordinator
