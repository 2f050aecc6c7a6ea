#include <gtest/gtest.h>

#include "common/base/limits.h"
#include "common/transport/outbound_queue.h"

namespace hansa::transport {
namespace {

Parcel WithPayload(size_t bytes) { return {"", std::make_shared<const Bytes>(bytes)}; }

TEST(OutboundQueue, KeepsOrder) {
  OutboundQueue queue;
  EXPECT_TRUE(queue.Push({"a", nullptr}));
  EXPECT_TRUE(queue.Push({"b", nullptr}));
  EXPECT_EQ(queue.front().envelope, "a");
  queue.Pop();
  EXPECT_EQ(queue.front().envelope, "b");
  queue.Pop();
  EXPECT_TRUE(queue.empty());
  EXPECT_EQ(queue.bytes(), 0u);
}

TEST(OutboundQueue, BoundsTheNumber) {
  OutboundQueue queue;
  for (size_t i = 0; i < limits::kOutboundQueueMessages; ++i)
    ASSERT_TRUE(queue.Push({"a", nullptr}));
  EXPECT_FALSE(queue.Push({"a", nullptr}));
  queue.Pop();
  EXPECT_TRUE(queue.Push({"a", nullptr}));
}

TEST(OutboundQueue, BoundsTheBytes) {
  OutboundQueue queue;
  const Parcel parcel = WithPayload(limits::kFrameBytes);
  size_t pushed = 0;
  while (queue.Push(parcel)) ++pushed;
  EXPECT_EQ(pushed, limits::kOutboundQueueBytes / limits::kFrameBytes);
  EXPECT_EQ(queue.bytes(), limits::kOutboundQueueBytes);
  queue.Clear();
  EXPECT_TRUE(queue.Push(parcel));
}

TEST(OutboundQueue, AFrameHasABound) {
  EXPECT_TRUE(FitsFrames(WithPayload(limits::kFrameBytes)));
  EXPECT_FALSE(FitsFrames(WithPayload(limits::kFrameBytes + 1)));
  EXPECT_FALSE(FitsFrames({std::string(limits::kFrameBytes + 1, 'x'), nullptr}));
  EXPECT_TRUE(FitsFrames({std::string(limits::kFrameBytes, 'x'), nullptr}));
}

TEST(OutboundQueue, CountsWhatAllQueuesHold) {
  QueuedBytes all;
  OutboundQueue a, b;
  a.CountIn(all);
  b.CountIn(all);
  ASSERT_TRUE(a.Push({"12345", std::make_shared<const Bytes>(10)}));
  ASSERT_TRUE(b.Push({"123", nullptr}));
  EXPECT_EQ(all.bytes, 18u);
  a.Pop();
  EXPECT_EQ(all.bytes, 3u);
  b.Clear();
  EXPECT_EQ(all.bytes, 0u);
  EXPECT_EQ(all.peak, 18u);
}

}  // namespace
}  // namespace hansa::transport
