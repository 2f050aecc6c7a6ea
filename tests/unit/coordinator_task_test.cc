#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/limits.h"
#include "coordinator/core/task.h"

namespace hansa::coordinator {
namespace {

using ::testing::ElementsAre;

class CoordinatorTaskTest : public ::testing::Test {
 protected:
  static Task::Plan PlanOf() {
    auto model = std::make_shared<ModelVersion>();
    model->file = MakeBlob(Bytes{1, 2, 3});
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
  v1::BlobRequest range;
  range.set_offset(1);
  range.set_bytes(2);
  EXPECT_EQ(task_.SendModel("x", range, out), "model_not_offered");
  EXPECT_TRUE(out.serves.empty());
  EXPECT_EQ(task_.SendModel("a", range, out), "");
  ASSERT_EQ(out.serves.size(), 1u);
  EXPECT_EQ(out.serves[0].range, (bulk::Range{1, 2}));
  EXPECT_FALSE(out.serves[0].whole);
  EXPECT_EQ(task_.TakeFailed("a"), "");
  EXPECT_EQ(task_.SendModel("a", range, out), "late");
}

TEST_F(CoordinatorTaskTest, NothingOutsideOfTheModelIsSent) {
  Effects out;
  v1::BlobRequest range;
  range.set_offset(1);
  range.set_bytes(3);
  EXPECT_EQ(task_.SendModel("a", range, out), "range_outside");
  range.set_offset(3);
  EXPECT_EQ(task_.SendModel("a", range, out), "range_outside");
}

TEST_F(CoordinatorTaskTest, ASmallModelIsSentWholeToWhoAsksSo) {
  Effects out;
  EXPECT_EQ(task_.SendModel("a", v1::BlobRequest(), out), "");
  ASSERT_EQ(out.serves.size(), 1u);
  EXPECT_TRUE(out.serves[0].whole);
  EXPECT_EQ(out.serves[0].range, (bulk::Range{0, 3}));
  Task::Plan plan = PlanOf();
  auto large = std::make_shared<ModelVersion>();
  large->file = MakeBlob(Bytes(limits::kFrameBytes + 1));
  plan.model = large;
  EXPECT_EQ(Task(plan, Instant{}).SendModel("a", v1::BlobRequest(), out), "model_too_large");
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
