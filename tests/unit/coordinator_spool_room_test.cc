#include <gtest/gtest.h>

#include "coordinator/core/spool_room.h"

namespace hansa::coordinator {
namespace {

TEST(SpoolRoom, IsTakenUntilTheSessionIsClosed) {
  SpoolRoom room(100);
  EXPECT_TRUE(room.Take("one", "a", {1}, 60));
  EXPECT_TRUE(room.Take("one", "a", {1}, 60)) << "the same vector, said again";
  EXPECT_EQ(room.taken(), 60u);
  EXPECT_FALSE(room.Take("two", "b", {2}, 41));
  EXPECT_TRUE(room.Take("two", "b", {2}, 40));
  EXPECT_FALSE(room.Take("one", "a", {3}, 1)) << "full";
  room.Close("one");
  EXPECT_EQ(room.taken(), 40u);
  EXPECT_TRUE(room.Take("three", "a", {1}, 60));
  room.Close("nobody's");
  EXPECT_EQ(room.taken(), 100u);
}

TEST(SpoolRoom, AVectorLargerThanAllOfItHasNone) {
  SpoolRoom room(100);
  EXPECT_FALSE(room.Take("one", "a", {1}, ~uint64_t{0}));
  EXPECT_EQ(room.taken(), 0u);
}

TEST(SpoolRoom, WhatLiesThereTakesRoomToo) {
  SpoolRoom room(100);
  room.Found("one", "a", {1}, 30);
  EXPECT_FALSE(room.Take("one", "b", {2}, 71));
  EXPECT_TRUE(room.Take("one", "a", {1}, 60)) << "of which half is here";
  EXPECT_EQ(room.taken(), 60u);
  room.Found("two", "c", {3}, 90);  // there may be more than there should be
  EXPECT_FALSE(room.Take("two", "d", {4}, 1));
  EXPECT_TRUE(room.Take("two", "c", {3}, 90));
  room.Close("two");
  EXPECT_TRUE(room.Take("one", "b", {2}, 40));
}

}  // namespace
}  // namespace hansa::coordinator
