#include <gtest/gtest.h>

#include "coordinator/app/chunk_server.h"

namespace hansa::coordinator {
namespace {

// Keeps what is sent until the test lets it go.
class HeldSocket final : public transport::ServerSocket {
 public:
  struct Sent {
    transport::PeerHandle peer = 0;
    v1::ToSite message;
    std::shared_ptr<const Bytes> payload;
  };
  std::vector<Sent> sent;

  transport::SendResult Send(transport::PeerHandle peer, std::string envelope, Bytes) override {
    return SendShared(peer, std::move(envelope), nullptr);
  }
  transport::SendResult SendShared(transport::PeerHandle peer, std::string envelope,
                                   std::shared_ptr<const Bytes> payload) override {
    sent.push_back({peer, {}, std::move(payload)});
    EXPECT_TRUE(sent.back().message.ParseFromString(envelope));
    return {true};
  }
  std::string bound_address() const override { return ""; }
  transport::ServerInput Poll(std::optional<Instant>, size_t) override { return {}; }
  void Watch(int) override {}
  void Unwatch(int) override {}
  bool HasRoom(transport::PeerHandle) override { return true; }
  void Keep(transport::PeerHandle) override {}
  void Forget(transport::PeerHandle) override {}
  void Disconnect(transport::PeerHandle) override {}
  void Expel(const std::string&) override {}
  transport::ServerCounters counters() const override { return {}; }
};

class BrokenBlob final : public Blob {
 public:
  uint64_t size() const override { return 100; }
  Result<> ReadAt(uint64_t, std::span<uint8_t>) const override {
    return WorkFailed("cannot read a file", "input/output error");
  }
};

class ChunkServerTest : public ::testing::Test {
 protected:
  PeerServe Serve(transport::PeerHandle peer, bulk::Range range, uint64_t tag = kServesSite) const {
    return {peer, {1}, blob_, range, tag};
  }
  BlobHandle blob_ = MakeBlob(Bytes(3 * limits::kChunkBytes, 5));
  HeldSocket socket_;
  ChunkServer server_;
};

TEST_F(ChunkServerTest, FewChunksOfAPeerAreUnderWay) {
  EXPECT_EQ(server_.Ask(Serve(1, {0, 3 * limits::kChunkBytes})), "");
  server_.Pump(socket_);
  ASSERT_EQ(socket_.sent.size(), limits::kChunksInSocket);
  EXPECT_EQ(socket_.sent[0].message.blob().offset(), 0u);
  EXPECT_EQ(socket_.sent[0].message.blob().size(), blob_->size());
  EXPECT_EQ(socket_.sent[0].payload->size(), limits::kChunkBytes);
  server_.Pump(socket_);
  EXPECT_EQ(socket_.sent.size(), limits::kChunksInSocket);
  socket_.sent[0].payload.reset();  // it has left
  server_.Pump(socket_);
  ASSERT_EQ(socket_.sent.size(), 3u);
  EXPECT_EQ(socket_.sent[2].message.blob().offset(), 2 * limits::kChunkBytes);
}

TEST_F(ChunkServerTest, PeersAtTheSamePlaceGetTheSameBytes) {
  for (const transport::PeerHandle peer : {1, 2})
    EXPECT_EQ(server_.Ask(Serve(peer, {0, limits::kChunkBytes})), "");
  server_.Pump(socket_);
  ASSERT_EQ(socket_.sent.size(), 2u);
  EXPECT_NE(socket_.sent[0].peer, socket_.sent[1].peer);
  EXPECT_EQ(socket_.sent[0].payload->data(), socket_.sent[1].payload->data());
}

TEST_F(ChunkServerTest, AnOperatorGetsItAsAReply) {
  EXPECT_EQ(server_.Ask(Serve(1, {7, 20}, 99)), "");
  server_.Pump(socket_);
  ASSERT_EQ(socket_.sent.size(), 1u);
  EXPECT_EQ(socket_.sent[0].message.operator_reply().id(), 99u);
  EXPECT_EQ(socket_.sent[0].message.operator_reply().fetched_bytes().offset(), 7u);
}

TEST_F(ChunkServerTest, WhatCannotBeReadIsSaidAndForgotten) {
  blob_ = std::make_shared<BrokenBlob>();
  EXPECT_EQ(server_.Ask(Serve(1, {0, 50})), "");
  EXPECT_EQ(server_.Ask(Serve(2, {0, 50}, 99)), "");
  server_.Pump(socket_);
  ASSERT_EQ(socket_.sent.size(), 2u);
  EXPECT_TRUE(socket_.sent[0].message.has_blob());
  EXPECT_FALSE(socket_.sent[0].message.blob().found());
  EXPECT_EQ(socket_.sent[1].message.operator_reply().failure().why(), "input/output error");
  server_.Pump(socket_);
  EXPECT_EQ(socket_.sent.size(), 2u);
}

TEST_F(ChunkServerTest, AFaultHasAName) {
  EXPECT_EQ(server_.Ask(Serve(1, {blob_->size(), 1})), "range_outside");
  EXPECT_EQ(server_.Ask(Serve(1, {0, 10})), "");
  server_.Gone(1);
  server_.Pump(socket_);
  EXPECT_TRUE(socket_.sent.empty());
}

}  // namespace
}  // namespace hansa::coordinator
