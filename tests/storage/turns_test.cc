#include "tests/storage/store_test.h"

namespace hansa::coordinator {
namespace {

using namespace sample;
using StepRecord = v1::SessionStepRecord;

// One of every kind, in an order in which each is taken.
std::vector<Record> OneOfEach() {
  return {Invitation(kSite, 1),
          Site(kSite, 2),
          Seen(kSite),
          Invitation(kOther, 3),
          Revoked(kOther),
          SessionNumberTaken{5},
          Job("a"),
          Version(1, "aa"),
          Round("a", 1, Session('p')),
          Step("a", Session('p'), StepRecord::kOpened),
          Event("a", 0),
          EventsFiled{"a"},
          Event("a", 1)};
}

TEST_P(StoreTest, ATurnOfEveryKindIsWritten) {
  Must(OneOfEach());
  Reopen();
  EXPECT_EQ(store_->Sites()->size(), 2u);
  EXPECT_EQ(*store_->LastSessionNumber(), 5u);
  EXPECT_EQ(store_->Jobs()->size(), 1u);
  EXPECT_EQ(store_->Versions()->size(), 1u);
  EXPECT_EQ(store_->Rounds()->size(), 1u);
  EXPECT_EQ(store_->SessionSteps("a")->size(), 1u);
  EXPECT_EQ(EventNumbers("a"), std::vector<uint64_t>{1});
}

TEST_P(StoreTest, ATurnIsWrittenWholeOrNotAtAll) {
  std::vector<Record> turn = OneOfEach();
  turn.push_back(SessionNumberTaken{5});  // taken by this turn itself
  ExpectRefused(turn);
  for (int opened = 0; opened < 2; ++opened) {
    EXPECT_TRUE(store_->Sites()->empty());
    EXPECT_TRUE(store_->Jobs()->empty());
    EXPECT_TRUE(store_->Versions()->empty());
    EXPECT_EQ(*store_->LastSessionNumber(), 0u);
    EXPECT_TRUE(store_->Rounds()->empty());
    EXPECT_TRUE(store_->SessionSteps("a")->empty());
    EXPECT_TRUE(store_->Events("a")->empty());
    Reopen();
  }
  Must(OneOfEach());
}

TEST_P(StoreTest, ARefusedTurnForgetsNothing) {
  Must(OneOfEach());
  ExpectRefused(
      {EventsFiled{"a"}, Round("a", 2, Session('q')), Job("a", "failed"), SessionNumberTaken{1}});
  EXPECT_EQ(EventNumbers("a"), std::vector<uint64_t>{1});
  EXPECT_EQ(store_->SessionSteps("a")->size(), 1u);
  EXPECT_EQ(store_->Rounds()->at(0).round(), 1u);
  EXPECT_EQ(store_->Jobs()->at(0).state(), "running");
}

TEST_P(StoreTest, RecordsAreWrittenInTheirOrder) {
  ExpectRefused({Site(kSite, 2), Invitation(kSite, 1)});
  Must({Job("a"), Job("a", "failed"), Job("a")});
  EXPECT_EQ(store_->Jobs()->at(0).state(), "running");
}

TEST_P(StoreTest, AnEmptyTurnIsFine) { Must({}); }

}  // namespace
}  // namespace hansa::coordinator
