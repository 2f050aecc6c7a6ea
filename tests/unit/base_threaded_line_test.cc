#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <numeric>
#include <thread>
#include <vector>

#include "common/base/threaded_line.h"

namespace hansa {
namespace {

constexpr uint64_t kItems = 200;

// What a line did, with one slot for each lane, which nobody guards.
struct Trace {
  std::vector<uint64_t> in_lane;
  std::vector<uint64_t> fetched, handed_on;
  std::atomic<uint64_t> worked = 0;
  uint64_t fetch_fails_at = kItems, hand_on_fails_at = kItems;

  Result<> RunOn(WorkLine& line) {
    in_lane.resize(line.lanes());
    return line.Run(kItems, {[this](uint64_t item, size_t lane) -> Result<> {
                               if (item == fetch_fails_at)
                                 return WorkFailed("fetching", "it ends here");
                               fetched.push_back(item);
                               in_lane.at(lane) = item;
                               return Success();
                             },
                             [this](uint64_t item, size_t lane) {
                               // Later items are ready sooner.
                               for (uint64_t i = item % 7; i < 7; ++i) std::this_thread::yield();
                               if (in_lane[lane] == item) ++worked;
                             },
                             [this](uint64_t item, size_t lane) -> Result<> {
                               if (item == hand_on_fails_at)
                                 return WorkFailed("handing on", "it is full");
                               EXPECT_EQ(in_lane[lane], item);
                               handed_on.push_back(item);
                               return Success();
                             }});
  }
};

std::vector<uint64_t> UpTo(uint64_t end) {
  std::vector<uint64_t> items(end);
  std::iota(items.begin(), items.end(), 0);
  return items;
}

// Every line must do as the one on the calling thread does.
template <typename Check>
void OnEveryLine(const Check& check) {
  OneLane alone;
  check(alone);
  for (const size_t lanes : {1, 2, 3, 8}) {
    SCOPED_TRACE(lanes);
    ThreadedLine line(lanes);
    check(line);
  }
}

TEST(WorkLine, FetchesAndHandsOnInOrderWhateverTheLanes) {
  OnEveryLine([](WorkLine& line) {
    Trace trace;
    EXPECT_TRUE(trace.RunOn(line).ok());
    EXPECT_EQ(trace.fetched, UpTo(kItems));
    EXPECT_EQ(trace.handed_on, UpTo(kItems));
    EXPECT_EQ(trace.worked, kItems);
  });
}

TEST(WorkLine, WhatGoesBeforeAnItemThatIsNotThereIsHandedOn) {
  OnEveryLine([](WorkLine& line) {
    Trace trace;
    trace.fetch_fails_at = 100;
    const Result<> done = trace.RunOn(line);
    ASSERT_FALSE(done.ok());
    EXPECT_EQ(done.error().what, "fetching");
    EXPECT_EQ(trace.fetched, UpTo(100));
    EXPECT_EQ(trace.handed_on, UpTo(100));
  });
}

TEST(WorkLine, NothingFollowsAnItemThatWasNotTaken) {
  OnEveryLine([](WorkLine& line) {
    Trace trace;
    trace.hand_on_fails_at = 50;
    const Result<> done = trace.RunOn(line);
    ASSERT_FALSE(done.ok());
    EXPECT_EQ(done.error().what, "handing on");
    EXPECT_EQ(trace.handed_on, UpTo(50));
    EXPECT_LE(trace.fetched.size(), 51 + line.lanes());
  });
}

TEST(WorkLine, NoItemsAndFewerThanLanes) {
  OnEveryLine([](WorkLine& line) {
    for (const uint64_t items : {0, 1, 2}) {
      std::vector<uint64_t> handed_on;
      EXPECT_TRUE(
          line.Run(items, {[](uint64_t, size_t) { return Success(); }, [](uint64_t, size_t) {},
                           [&handed_on](uint64_t item, size_t) {
                             handed_on.push_back(item);
                             return Success();
                           }})
              .ok());
      EXPECT_EQ(handed_on, UpTo(items));
    }
  });
}

TEST(ThreadedLine, OfAllCoresHasAtLeastOneLane) {
  EXPECT_GE(ThreadedLine::OfAllCores().lanes(), 1u);
}

}  // namespace
}  // namespace hansa
