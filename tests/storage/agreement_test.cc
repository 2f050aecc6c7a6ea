// Every kind of store takes and refuses the same turns, and holds the same afterwards.

#include <gtest/gtest.h>

#include "tests/storage/random_turn.h"
#include "tests/storage/store_contents.h"
#include "tests/storage/store_harness.h"

namespace hansa::coordinator {
namespace {

struct Place {
  std::unique_ptr<StoreHarness> harness;
  std::unique_ptr<Store> store;
};

class Agreement : public testing::TestWithParam<uint64_t> {};

TEST_P(Agreement, OfAllStores) {
  std::vector<Place> places;
  for (const StoreKind& kind : StoreKinds()) {
    places.push_back({kind.make(), nullptr});
    places.back().store = *places.back().harness->Open();
  }
  RandomTurns turns(GetParam());
  size_t taken = 0;
  for (int number = 0; number < 150; ++number) {
    const std::vector<Record> turn = turns.Next();
    const Result<> first = places.front().store->Commit(turn);
    const std::string contents = *ContentsOf(*places.front().store);
    taken += first.ok();
    for (Place& place : places) {
      if (&place == &places.front()) continue;
      const Result<> other = place.store->Commit(turn);
      ASSERT_EQ(other.ok(), first.ok()) << (first.ok() ? other : first).error().Text();
      if (!first.ok()) {
        EXPECT_EQ(other.error().kind, first.error().kind);
      }
      ASSERT_EQ(*ContentsOf(*place.store), contents) << "after turn " << number;
    }
    if (number % 50 == 49) {
      for (Place& place : places) {
        place.store.reset();
        place.store = *place.harness->Open();
        ASSERT_EQ(*ContentsOf(*place.store), contents) << "opened again after turn " << number;
      }
    }
  }
  EXPECT_GT(taken, 20u);
  EXPECT_LT(taken, 140u);
}

INSTANTIATE_TEST_SUITE_P(Seeds, Agreement, testing::Range<uint64_t>(1, 9));

}  // namespace
}  // namespace hansa::coordinator
