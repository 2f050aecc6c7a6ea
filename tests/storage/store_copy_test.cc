// A copy of a store that is written to meanwhile, and a store that comes from one.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "coordinator/storage/sqlite/restored_store.h"
#include "coordinator/storage/sqlite/sqlite_store.h"
#include "tests/storage/random_turn.h"
#include "tests/storage/sample_records.h"
#include "tests/storage/store_contents.h"
#include "tests/support/temporary_folder.h"

namespace hansa::coordinator {
namespace {

using namespace sample;
using ::testing::HasSubstr;

class StoreCopyTest : public ::testing::Test {
 protected:
  std::string Path(const char* name) const { return (folder_ / name).string(); }
  static std::unique_ptr<Store> Open(const std::string& path) {
    auto opened = SqliteStore::Open(path);
    EXPECT_TRUE(opened.ok()) << opened.error().Text();
    return opened.ok() ? std::move(opened).value() : nullptr;
  }
  test::TemporaryFolder folder_;
};

TEST_F(StoreCopyTest, IsTheStoreAtItsLastStep) {
  for (uint64_t seed = 1; seed <= 3; ++seed) {
    SCOPED_TRACE(seed);
    const std::string from = Path(("from-" + std::to_string(seed)).c_str());
    const std::string to = Path(("to-" + std::to_string(seed)).c_str());
    auto store = Open(from);
    RandomTurns turns(seed, 100'000);
    for (int i = 0; i < 200; ++i) static_cast<void>(store->Commit(turns.Next()));
    auto copy = std::move(store->StartCopy(to)).value();
    int steps = 1;
    for (; !*copy->Step(); ++steps) {
      ASSERT_LT(steps, 10'000);
      static_cast<void>(store->Commit(turns.Next()));
    }
    EXPECT_GT(steps, 1);  // something was written meanwhile
    copy.reset();
    const std::string whole = *ContentsOf(*store);
    static_cast<void>(store->Commit(std::vector<Record>{Version(99, "after the copy")}));
    EXPECT_EQ(*ContentsOf(*Open(to)), whole);
  }
}

TEST_F(StoreCopyTest, GivenUpHarmsNothing) {
  auto store = Open(Path("from"));
  RandomTurns turns(1, 100'000);
  for (int i = 0; i < 100; ++i) static_cast<void>(store->Commit(turns.Next()));
  const std::string before = *ContentsOf(*store);
  {
    auto copy = std::move(store->StartCopy(Path("to"))).value();
    EXPECT_FALSE(*copy->Step());
  }
  EXPECT_EQ(*ContentsOf(*store), before);
  EXPECT_TRUE(store->Commit(std::vector<Record>{Version(99, "x")}).ok());
}

TEST_F(StoreCopyTest, DoesNotReplaceAFile) {
  folder_.Write("to", "something");
  EXPECT_THAT(Open(Path("from"))->StartCopy(Path("to")).error().Text(), HasSubstr("already"));
}

TEST_F(StoreCopyTest, ARestoredStoreForgetsWhatWentOnWithoutIt) {
  {
    auto store = Open(Path("store"));
    ASSERT_TRUE(store
                    ->Commit(std::vector<Record>{
                        Job("a"), Job("b"), SessionNumberTaken{7}, Round("a", 1, Session('p')),
                        Step("a", Session('p'), v1::SessionStepRecord::kOpened), Event("a", 0),
                        Version(1, "aa")})
                    .ok());
  }
  const auto restored = PrepareRestoredStore(Path("store"));
  ASSERT_TRUE(restored.ok()) << restored.error().Text();
  EXPECT_EQ(restored->rounds_forgotten, 1u);
  EXPECT_EQ(restored->last_session_number, 7 + (uint64_t{1} << 32));
  auto store = Open(Path("store"));
  EXPECT_EQ(*store->LastSessionNumber(), 7 + (uint64_t{1} << 32));
  EXPECT_TRUE(store->Rounds()->empty());
  EXPECT_TRUE(store->SessionSteps("a")->empty());
  EXPECT_EQ(store->Jobs()->at(0).state(), "running");
  EXPECT_EQ(store->Events("a")->size(), 1u);
  EXPECT_EQ(store->Versions()->size(), 1u);
}

TEST_F(StoreCopyTest, ARestoredStoreRunsOutOfNumbersWithAnError) {
  {
    auto store = Open(Path("store"));
    ASSERT_TRUE(store->Commit(std::vector<Record>{SessionNumberTaken{INT64_MAX - 5}}).ok());
  }
  EXPECT_EQ(PrepareRestoredStore(Path("store")).error().kind, ErrorKind::kRefused);
  EXPECT_EQ(*Open(Path("store"))->LastSessionNumber(), static_cast<uint64_t>(INT64_MAX - 5));
}

}  // namespace
}  // namespace hansa::coordinator
