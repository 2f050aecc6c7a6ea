#include <gtest/gtest.h>

#include "common/bulk/range_sender.h"

namespace hansa::bulk {
namespace {

constexpr SenderBounds kSmall{.chunk = 10, .in_socket = 2, .ranges = 4, .bytes = 100};

crypto::Digest Named(uint8_t name) {
  crypto::Digest digest{};
  digest[0] = name;
  return digest;
}

RangeSender::Source SomeBlob(uint8_t name = 1) {
  return {.sha256 = Named(name), .blob = MakeBlob(Bytes(1000)), .tag = name};
}

// What is put into sockets until nobody has room: "peer:offset+bytes ...".
std::string Sent(RangeSender& sender) {
  std::string out;
  while (const auto chunk = sender.Next())
    out += std::to_string(chunk->peer) + ":" + std::to_string(chunk->range.offset) + "+" +
           std::to_string(chunk->range.bytes) + " ";
  return out;
}

TEST(RangeSender, CutsARangeIntoChunks) {
  RangeSender sender(kSmall);
  EXPECT_EQ(sender.Ask(7, SomeBlob(), {100, 25}), "");
  EXPECT_EQ(Sent(sender), "7:100+10 7:110+10 ");
  sender.Departed(7);
  EXPECT_EQ(Sent(sender), "7:120+5 ");
  EXPECT_FALSE(sender.idle());
  sender.Departed(7);
  sender.Departed(7);
  EXPECT_TRUE(sender.idle());
}

TEST(RangeSender, PeersTakeTurns) {
  RangeSender sender(kSmall);
  sender.Ask(1, SomeBlob(), {0, 50});
  sender.Ask(2, SomeBlob(), {0, 50});
  EXPECT_EQ(Sent(sender), "1:0+10 2:0+10 1:10+10 2:10+10 ");
  // 1 is slow: nothing of it leaves. 2 goes on.
  for (int i = 0; i < 3; ++i) sender.Departed(2);
  EXPECT_EQ(Sent(sender), "2:20+10 2:30+10 ");
}

TEST(RangeSender, WhatLiesOutsideIsAFault) {
  RangeSender sender(kSmall);
  EXPECT_EQ(sender.Ask(1, SomeBlob(), {1000, 1}), "range_outside");
  EXPECT_EQ(sender.Ask(1, SomeBlob(), {990, 11}), "range_outside");
  EXPECT_EQ(sender.Ask(1, SomeBlob(), {0, 0}), "range_outside");
  EXPECT_EQ(sender.Ask(1, SomeBlob(), {~uint64_t{0}, 2}), "range_outside");
  EXPECT_TRUE(sender.idle());
}

TEST(RangeSender, WhatAPeerMayAskForIsBounded) {
  RangeSender sender(kSmall);
  EXPECT_EQ(sender.Ask(1, SomeBlob(), {0, 101}), "asked_too_much");
  for (uint64_t i = 0; i < 4; ++i) EXPECT_EQ(sender.Ask(1, SomeBlob(), {i, 1}), "");
  EXPECT_EQ(sender.Ask(1, SomeBlob(), {4, 1}), "asked_too_much");
  EXPECT_EQ(sender.Ask(2, SomeBlob(), {0, 100}), "");
}

TEST(RangeSender, APeerWithNothingButRefusedRequestsIsForgotten) {
  RangeSender sender(kSmall);
  EXPECT_EQ(sender.Ask(1, SomeBlob(), {0, 101}), "asked_too_much");
  EXPECT_TRUE(sender.idle());
  // Asking again drops what was asked first, and is refused itself.
  EXPECT_EQ(sender.Ask(1, SomeBlob(), {0, 100}), "");
  EXPECT_EQ(sender.Ask(1, SomeBlob(), {0, 101}), "asked_too_much");
  EXPECT_TRUE(sender.idle());
  // What is in a socket still counts.
  EXPECT_EQ(sender.Ask(1, SomeBlob(), {0, 10}), "");
  EXPECT_EQ(Sent(sender), "1:0+10 ");
  EXPECT_EQ(sender.Ask(1, SomeBlob(), {0, 101}), "asked_too_much");
  EXPECT_FALSE(sender.idle());
  sender.Departed(1);
  EXPECT_TRUE(sender.idle());
}

TEST(RangeSender, AskingAgainReplaces) {
  RangeSender sender(kSmall);
  sender.Ask(1, SomeBlob(1), {0, 40});
  sender.Ask(1, SomeBlob(2), {0, 10});
  EXPECT_EQ(Sent(sender), "1:0+10 1:10+10 ");
  EXPECT_EQ(sender.Ask(1, SomeBlob(1), {10, 40}), "");
  sender.Departed(1);
  sender.Departed(1);
  EXPECT_EQ(sender.Next()->source.sha256, Named(2));
  const auto chunk = sender.Next();
  EXPECT_EQ(chunk->source.tag, 1u);
  EXPECT_EQ(chunk->range, (Range{10, 10}));
}

TEST(RangeSender, AForgottenPeerGetsNothing) {
  RangeSender sender(kSmall);
  sender.Ask(1, SomeBlob(), {0, 50});
  sender.Ask(2, SomeBlob(), {0, 10});
  sender.Forget(1);
  EXPECT_EQ(Sent(sender), "2:0+10 ");
  sender.Departed(1);
  sender.Departed(2);
  EXPECT_TRUE(sender.idle());
}

TEST(RangeSender, AForgottenBlobIsNotSent) {
  RangeSender sender(kSmall);
  sender.Ask(1, SomeBlob(1), {0, 50});
  sender.Ask(1, SomeBlob(2), {0, 10});
  sender.Forget(1, Named(1));
  EXPECT_EQ(sender.Next()->source.sha256, Named(2));
  EXPECT_FALSE(sender.Next().has_value());
}

}  // namespace
}  // namespace hansa::bulk
