// What a hostile or slow peer can do: nothing to us, and nothing to others.

#include <zmq.h>

#include "common/base/limits.h"
#include "common/transport/zmq_socket.h"
#include "tests/integration/tcp_relay.h"
#include "tests/integration/transport_fixture.h"

namespace hansa::transport {
namespace {

// A peer with valid keys that keeps no rule of ours.
class RudeTest : public TransportTest {
 protected:
  void SetUp() override {
    OpenServer();
    const CurveKeyPair keys = GenerateCurveKeyPair();
    users_[keys.public_key] = "site:bad0bad0bad0bad0";
    rude_.SetBytes(ZMQ_CURVE_SERVERKEY, server_keys_.public_key);
    rude_.SetBytes(ZMQ_CURVE_PUBLICKEY, keys.public_key);
    rude_.SetBytes(ZMQ_CURVE_SECRETKEY, keys.secret_key.Reveal());
    rude_.SetInt(ZMQ_LINGER, 0);
  }
  void Connect() { ASSERT_EQ(rude_.Connect(server_address_), 0); }
  // A well-behaved site is still served.
  void ExpectOthersServed() {
    auto client = OpenAdmitted("site:00112233445566aa");
    Introduce(*client);
    EXPECT_EQ(received_.back().user, "site:00112233445566aa");
  }

  Context context_;
  Socket rude_{context_, ZMQ_DEALER};
};

TEST_F(RudeTest, TooManyFramesAreRejectedByName) {
  Connect();
  for (int i = 0; i < 99; ++i) ASSERT_EQ(rude_.Send(AsSpan("x"), true), 0);
  ASSERT_EQ(rude_.Send(AsSpan("x"), false), 0);
  ASSERT_EQ(rude_.Send(AsSpan("fine"), false), 0);
  ASSERT_TRUE(UntilServer([&] { return !received_.empty(); }));
  ASSERT_EQ(rejected_.size(), 1u);
  EXPECT_EQ(rejected_[0].reason, "too_many_frames");
  EXPECT_EQ(rejected_[0].user, "site:bad0bad0bad0bad0");
  EXPECT_EQ(received_.size(), 1u);
  EXPECT_EQ(server_->counters().malformed, 1u);
  ExpectOthersServed();
}

TEST_F(RudeTest, AFrameALittleTooLargeIsRejectedByName) {
  Connect();
  ASSERT_EQ(rude_.Send(Bytes(limits::kFrameBytes + 1), false), 0);
  ASSERT_TRUE(UntilServer([&] { return !rejected_.empty(); }));
  EXPECT_EQ(rejected_[0].reason, "oversized");
  EXPECT_TRUE(received_.empty());
  ExpectOthersServed();
}

TEST_F(RudeTest, AFrameMuchTooLargeEndsTheConnection) {
  Connect();
  ASSERT_EQ(rude_.Send(AsSpan("hello"), false), 0);
  ASSERT_TRUE(UntilServer([&] { return !received_.empty(); }));
  ASSERT_EQ(rude_.Send(Bytes(4 * limits::kFrameBytes), false), 0);
  ASSERT_TRUE(UntilServer([&] { return !gone_.empty(); }));
  EXPECT_EQ(gone_[0], received_[0].peer);
  EXPECT_EQ(received_.size(), 1u);
  ExpectOthersServed();
}

TEST_F(RudeTest, AChosenRoutingIdIsIgnored) {
  rude_.SetBytes(ZMQ_ROUTING_ID, AsSpan("mine"));
  Connect();
  ASSERT_EQ(rude_.Send(AsSpan("hello"), false), 0);
  ASSERT_TRUE(UntilServer([&] { return server_->counters().malformed == 1; }));
  EXPECT_TRUE(received_.empty());
  ExpectOthersServed();
}

constexpr size_t kKernelBuffers = 64u << 20;  // well above tcp_wmem and tcp_rmem

TEST_F(RudeTest, ASlowReaderFillsItsQueueAndIsCut) {
  rude_.SetInt(ZMQ_RCVHWM, 1);
  Connect();
  ASSERT_EQ(rude_.Send(AsSpan("hello"), false), 0);
  ASSERT_TRUE(UntilServer([&] { return !received_.empty(); }));
  const PeerHandle peer = received_[0].peer;
  EXPECT_TRUE(server_->HasRoom(peer));
  const auto payload = std::make_shared<const Bytes>(limits::kFrameBytes);
  // What the reader does not take lies in its queue and in the kernel's buffers; both end. The I/O
  // thread moves frames from one to the other whenever it likes, so totals are asked for.
  const size_t most = (limits::kOutboundQueueBytes + kKernelBuffers) / limits::kFrameBytes + 1;
  size_t queued = 0;
  for (size_t i = 0; i < most + 1; ++i) {
    queued += server_->SendShared(peer, "e", payload).queued ? 1 : 0;
    if (i % 50 == 0) TurnServer();
  }
  EXPECT_GE(queued, limits::kOutboundQueueBytes / (limits::kFrameBytes + 1));
  EXPECT_LE(queued, most);
  EXPECT_FALSE(server_->HasRoom(peer));
  EXPECT_EQ(server_->counters().queue_full, 1u);
  EXPECT_EQ(server_->counters().slow_readers, 1u);
  EXPECT_EQ(server_->counters().queued_bytes, 0u);
  EXPECT_LE(server_->counters().queued_bytes_peak, limits::kOutboundQueueBytes);
  ASSERT_TRUE(UntilServer([&] { return !gone_.empty(); }));
  EXPECT_EQ(gone_, std::vector<PeerHandle>{peer});
  ExpectOthersServed();
}

TEST_F(RudeTest, NoiseOnThePortHarmsNobody) {
  std::vector<UniqueFd> open;
  for (size_t size = 1; size < 20000; size = size * 3 + 1) {
    UniqueFd noise = ConnectPlain(server_address_);
    Bytes bytes(size);
    random_.Fill(bytes);
    ASSERT_GT(::send(noise.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL), 0);
    TurnServer();
    if (size % 2 == 0) open.push_back(std::move(noise));
  }
  ExpectOthersServed();
  EXPECT_EQ(received_.size(), 1u);
}

TEST_F(RudeTest, APeerWithoutCurveGetsNowhere) {
  // A ZMTP 3.0 greeting (ZeroMQ RFC 23) that asks for no security.
  std::string greeting("\xff\0\0\0\0\0\0\0\x01\x7f\x03\0NULL", 16);
  greeting.resize(64, '\0');
  const UniqueFd plain = ConnectPlain(server_address_);
  ASSERT_EQ(::send(plain.get(), greeting.data(), greeting.size(), MSG_NOSIGNAL), 64);
  ASSERT_TRUE(UntilServer([&] { return server_->counters().bad_handshake == 1; }));
  ExpectOthersServed();
  EXPECT_EQ(received_.size(), 1u);
}

TEST_F(RudeTest, WeRefuseToSendWhatNobodyMayReceive) {
  auto client = OpenAdmitted("site:00112233445566aa");
  const PeerHandle peer = Introduce(*client);
  const Bytes large(limits::kFrameBytes + 1);
  EXPECT_FALSE(client->Send("e", large));
  EXPECT_FALSE(server_->Send(peer, "e", large).queued);
  EXPECT_TRUE(client->Send("e"));
}

}  // namespace
}  // namespace hansa::transport
