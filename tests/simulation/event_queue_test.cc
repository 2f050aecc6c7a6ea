#include "experiments/simulation/event_queue.h"

#include <gtest/gtest.h>

#include "experiments/simulation/dice.h"

namespace hansa::simulation {
namespace {

Instant At(int64_t n) { return Instant{} + Duration(n); }

TEST(EventQueue, ComesInOrderOfTimeThenOfPlanning) {
  EventQueue queue;
  Dice dice(1, 1);
  for (uint32_t i = 0; i < 1000; ++i)
    queue.Push(At(static_cast<int64_t>(dice.Below(50))), {Event::Kind::kConnect, i, 0, {}});
  Instant last{};
  uint32_t planned = 0;
  while (!queue.empty()) {
    const Instant now = queue.next();
    const uint32_t site = queue.Pop().site;
    EXPECT_GE(now, last);
    if (now == last) {
      EXPECT_GE(site, planned);
    }
    last = now;
    planned = site;
    queue.Done();
  }
}

TEST(EventQueue, AnEventStaysWhereItIsWhileOthersArePlanned) {
  EventQueue queue;
  queue.Push(At(1), {Event::Kind::kRawToCoordinator, 0, 0, RawMessage{"first", nullptr}});
  Event& event = queue.Pop();
  for (int i = 0; i < 1000; ++i) queue.Push(At(2), {Event::Kind::kConnect, 1, 0, {}});
  EXPECT_EQ(std::get<RawMessage>(event.cargo).envelope, "first");
  queue.Done();
  EXPECT_EQ(queue.size(), 1000u);
}

}  // namespace
}  // namespace hansa::simulation
