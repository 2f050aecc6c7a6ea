#include "tests/storage/store_test.h"

namespace hansa::coordinator {
namespace {

using namespace sample;
using StepRecord = v1::SessionStepRecord;
using testing::ElementsAre;
using testing::IsEmpty;

TEST_P(StoreTest, ARoundIsReplacedWhole) {
  Must({Job("b"), Job("a"), Round("b", 1), Round("a", 5)});
  v1::RoundRecord second = Round("b", 2);
  second.set_phase("publishing");
  second.mutable_publication()->set_version(3);
  Must({second});
  Reopen();
  const std::vector<v1::RoundRecord> rounds = *store_->Rounds();
  ASSERT_EQ(rounds.size(), 2u);  // by job
  EXPECT_EQ(rounds[0].round(), 5u);
  EXPECT_EQ(rounds[1].SerializeAsString(), second.SerializeAsString());
}

TEST_P(StoreTest, OnlyARunningJobHasARound) {
  ExpectRefused({Round("a", 1)});
  Must({Job("a", "succeeded")});
  ExpectRefused({Round("a", 1)});
  ExpectRefused({Step("a", Session('p'), StepRecord::kOpened)});
  ExpectRefused({Step("unknown", Session('p'), StepRecord::kOpened)});
  EXPECT_THAT(*store_->Rounds(), IsEmpty());
}

TEST_P(StoreTest, AJobThatIsOverHasNeitherRoundNorSession) {
  Must({Job("a"), Round("a", 1, Session('p')), Step("a", Session('p'), StepRecord::kOpened)});
  Must({Job("b"), Round("b", 1, Session('q')), Step("b", Session('q'), StepRecord::kOpened)});
  Must({Job("a", "cancelled")});
  Reopen();
  ASSERT_EQ(store_->Rounds()->size(), 1u);
  EXPECT_EQ(store_->Rounds()->at(0).job_id(), "b");
  EXPECT_THAT(Steps("a"), IsEmpty());
  EXPECT_THAT(Steps("b"), ElementsAre(StepRecord::kOpened));
}

TEST_P(StoreTest, ARunningJobsRecordLeavesItsRoundAlone) {
  Must({Job("a"), Round("a", 1, Session('p')), Step("a", Session('p'), StepRecord::kOpened)});
  v1::JobRecord job = Job("a");
  job.set_rounds_done(1);
  Must({job});
  EXPECT_EQ(store_->Rounds()->size(), 1u);
  EXPECT_THAT(Steps("a"), ElementsAre(StepRecord::kOpened));
}

// The store alone knows the order: each step is committed by another opening of it.
TEST_P(StoreTest, StepsComeInTheOrderWritten) {
  Must({Job("a"), Round("a", 1, Session('p'))});
  for (const auto step : {StepRecord::kQuorum, StepRecord::kRoster, StepRecord::kOpened,
                          StepRecord::kSurvivors, StepRecord::kSharers}) {
    Must({Step("a", Session('p'), step)});
    Reopen();
  }
  EXPECT_THAT(Steps("a"), ElementsAre(StepRecord::kQuorum, StepRecord::kRoster, StepRecord::kOpened,
                                      StepRecord::kSurvivors, StepRecord::kSharers));
  EXPECT_EQ(store_->SessionSteps("a")->back().sharers().dealt(0).owner(), 7u);
}

TEST_P(StoreTest, AStepIsSaidOnce) {
  Must({Job("a"), Round("a", 1, Session('p')), Step("a", Session('p'), StepRecord::kOpened)});
  Reopen();
  ExpectRefused({Step("a", Session('p'), StepRecord::kOpened)});
  v1::SessionStepRecord otherwise = Step("a", Session('p'), StepRecord::kOpened);
  otherwise.mutable_opened()->set_task_id("another");
  ExpectRefused({otherwise});
  EXPECT_EQ(store_->SessionSteps("a")->at(0).opened().task_id(), "");
}

TEST_P(StoreTest, AStepSaysSomethingOfANamedSession) {
  Must({Job("a"), Round("a", 1, Session('p'))});
  ExpectRefused({Step("a", Session('p'), StepRecord::STEP_NOT_SET)});
  ExpectRefused({Step("a", "short", StepRecord::kOpened)});
  EXPECT_THAT(Steps("a"), IsEmpty());
}

TEST_P(StoreTest, ANewSessionForgetsTheOneBefore) {
  Must({Job("a"), Round("a", 1, Session('p')), Step("a", Session('p'), StepRecord::kOpened),
        Step("a", Session('p'), StepRecord::kRoster)});
  Must({Round("a", 1, Session('p'))});  // the same session goes on
  EXPECT_EQ(Steps("a").size(), 2u);
  // A turn may write the first step before or after the round that names its session.
  Must({Step("a", Session('q'), StepRecord::kOpened), Round("a", 2, Session('q')),
        Step("a", Session('q'), StepRecord::kRoster)});
  Reopen();
  EXPECT_THAT(Steps("a"), ElementsAre(StepRecord::kOpened, StepRecord::kRoster));
  EXPECT_EQ(store_->SessionSteps("a")->at(0).params_hash(), Session('q'));
  Must({Round("a", 2)});  // no session under way
  EXPECT_THAT(Steps("a"), IsEmpty());
}

// A round of several groups has a session for each.
TEST_P(StoreTest, EverySessionThatTheRoundNamesIsKept) {
  v1::RoundRecord round = Round("a", 1, Session('p'));
  round.add_sessions(Session('q'));
  Must({Job("a"), Step("a", Session('p'), StepRecord::kOpened),
        Step("a", Session('q'), StepRecord::kOpened), round,
        Step("a", Session('p'), StepRecord::kRoster), Step("a", Session('q'), StepRecord::kEnded)});
  Must({round});
  Reopen();
  EXPECT_THAT(Steps("a"), ElementsAre(StepRecord::kOpened, StepRecord::kOpened,
                                      StepRecord::kRoster, StepRecord::kEnded));
  Must({Round("a", 1, Session('q'))});
  EXPECT_THAT(Steps("a"), ElementsAre(StepRecord::kOpened, StepRecord::kEnded));
}

TEST_P(StoreTest, EventsAreKeptUntilTheyAreFiled) {
  Must({Job("a"), Event("a", 0, "{\"n\":0}"), Event("a", 1)});
  Must({Job("b"), Event("b", 0)});
  Reopen();
  Must({Event("a", 5)});  // numbers may leave gaps
  Reopen();
  EXPECT_THAT(EventNumbers("a"), ElementsAre(0, 1, 5));
  EXPECT_EQ(store_->Events("a")->at(0), Event("a", 0, "{\"n\":0}"));
  Must({Job("a", "succeeded"), Event("a", 6)});  // its last event comes with its end
  EXPECT_THAT(EventNumbers("a"), ElementsAre(0, 1, 5, 6));
  Must({EventsFiled{"a"}});
  Must({EventsFiled{"a"}});
  Reopen();
  EXPECT_THAT(EventNumbers("a"), IsEmpty());
  EXPECT_THAT(EventNumbers("b"), ElementsAre(0));
}

TEST_P(StoreTest, AnEventNeverChanges) {
  Must({Job("a"), Event("a", 1, "{}"), Event("a", 3, "{}")});
  Must({Event("a", 1, "{}")});  // again
  ExpectRefused({Event("a", 1, "{\"other\":1}")});
  ExpectRefused({Event("a", 2, "{}")});  // numbers ascend
  ExpectRefused({Event("a", UINT64_MAX)});
  ExpectRefused({Event("unknown", 1)});
  EXPECT_THAT(EventNumbers("a"), ElementsAre(1, 3));
}

}  // namespace
}  // namespace hansa::coordinator
