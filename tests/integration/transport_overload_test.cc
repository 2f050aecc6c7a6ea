// More of everything than the server keeps: each bound bites, is counted, and honest peers are
// served meanwhile. The bounds are small here; what they are in the coordinator is in limits.h.

#include <zmq.h>

#include <list>

#include "common/base/limits.h"
#include "common/transport/zmq_socket.h"
#include "tests/integration/tcp_relay.h"
#include "tests/integration/transport_fixture.h"

namespace hansa::transport {
namespace {

constexpr const char* kHonest = "site:00112233445566aa";
constexpr const char* kBad = "site:bad0bad0bad0bad0";

class OverloadTest : public TransportTest {
 protected:
  // A ZeroMQ socket with keys of its own that is admitted as `user` and keeps no rule of ours.
  Socket Rude(const std::string& user = kBad, const std::string& address = "") {
    return Rude(context_, user, address);
  }
  Socket Rude(Context& context, const std::string& user, const std::string& address = "") {
    const CurveKeyPair keys = GenerateCurveKeyPair();
    users_[keys.public_key] = user;
    Socket rude(context, ZMQ_DEALER);
    rude.SetBytes(ZMQ_CURVE_SERVERKEY, server_keys_.public_key);
    rude.SetBytes(ZMQ_CURVE_PUBLICKEY, keys.public_key);
    rude.SetBytes(ZMQ_CURVE_SECRETKEY, keys.secret_key.Reveal());
    rude.SetInt(ZMQ_LINGER, 0);
    rude.SetInt(ZMQ_RECONNECT_IVL, -1);
    EXPECT_EQ(rude.Connect(address.empty() ? server_address_ : address), 0);
    return rude;
  }

  // A rude socket behind a relay that stops its bytes where the test wants.
  struct Endless {
    TcpRelay& relay;
    Socket socket;
  };
  Endless& StartEndless() {
    TcpRelay& relay = relays_.emplace_back(server_address_);
    return endless_.emplace_back(Endless{relay, Rude(kBad, relay.address())});
  }
  static void SendFrames(Endless& endless, size_t frames) {
    const Bytes frame(limits::kFrameBytes);
    for (size_t i = 0; i < frames; ++i) ASSERT_EQ(endless.socket.Send(frame, i + 1 < frames), 0);
  }
  // Turns of the server and of all relays, which let through `most` bytes each.
  bool UntilRelayed(size_t most, const std::function<bool()>& done) {
    return UntilServer([&] {
      for (Endless& endless : endless_) endless.relay.Turn(most);
      return done();
    });
  }

  ServerCounters counters() const { return server_->counters(); }
  size_t HeardFrom(const std::string& user) const {
    return static_cast<size_t>(
        std::count_if(received_.begin(), received_.end(),
                      [&](const Received& message) { return message.user == user; }));
  }

  // Outlive the sockets: libzmq 4.3.4 ends the process when a connection breaks while its socket,
  // with half a message sent and no linger time, is closing (session_base.cpp, clean_pipes).
  std::list<TcpRelay> relays_;
  Context context_;
  std::list<Endless> endless_;
};

TEST_F(OverloadTest, ConnectionsOverTheBoundAreRefusedAndLaterOnesServed) {
  OpenServer({.connections = 8});
  auto honest = OpenAdmitted(kHonest);
  Introduce(*honest);
  std::vector<UniqueFd> strangers;
  for (int i = 0; i < 30; ++i) strangers.push_back(ConnectPlain(server_address_));
  ASSERT_TRUE(UntilServer([&] { return counters().connections_refused >= 23; }));
  ASSERT_TRUE(UntilServer([&] { return counters().connections <= 8; }));
  EXPECT_EQ(counters().connections_refused, 23u);  // 30 came, 7 places were left
  Introduce(*honest);
  strangers.clear();
  auto later = OpenAdmitted("site:00112233445566bb");
  Introduce(*later);
  EXPECT_EQ(received_.back().user, "site:00112233445566bb");
}

TEST_F(OverloadTest, TheOldestUnknownConnectionMakesRoomForTheNext) {
  OpenServer({.probationers = 4});
  auto honest = OpenAdmitted(kHonest);
  Introduce(*honest);  // known: not among those that make room
  std::vector<UniqueFd> strangers;
  for (int i = 0; i < 20; ++i) strangers.push_back(ConnectPlain(server_address_));
  ASSERT_TRUE(UntilServer([&] { return counters().probation_full == 16; }));
  EXPECT_LE(counters().on_probation, 4u);
  auto later = OpenAdmitted("site:00112233445566bb");
  Introduce(*later);
  Introduce(*honest);
  EXPECT_EQ(Count(LinkEvent::kDisconnected), 0u);
}

TEST_F(OverloadTest, WhoDoesNotIntroduceItselfIsCut) {
  keeps_ = false;  // as the coordinator treats whoever does not greet
  OpenServer({.probation = milliseconds(200)});
  const UniqueFd stranger = ConnectPlain(server_address_);
  Socket talker = Rude();
  ASSERT_EQ(talker.Send(AsSpan("anything"), false), 0);
  ASSERT_TRUE(UntilServer([&] { return counters().probation_time == 2 && gone_.size() == 1; }));
  EXPECT_EQ(gone_[0], received_.at(0).peer);
  EXPECT_EQ(counters().on_probation, 0u);
}

TEST_F(OverloadTest, WhoSaysTooMuchBeforeItIsKnownIsCut) {
  OpenServer({.probation = seconds(60)});
  SendFrames(StartEndless(), 1);
  ASSERT_TRUE(UntilRelayed(limits::kProbationBytes + 4096,
                           [&] { return counters().probation_bytes == 1; }));
  ASSERT_TRUE(UntilServer([&] { return counters().connections == 0; }));
  EXPECT_TRUE(received_.empty());
}

// libzmq keeps every frame of a message until the last one has come.
TEST_F(OverloadTest, AMessageThatNeverEndsEndsTheConnection) {
  constexpr size_t kFew = 4 * limits::kFrameBytes;
  OpenServer({.unfinished_bytes = kFew});
  auto honest = OpenAdmitted(kHonest);
  Introduce(*honest);
  Endless& endless = StartEndless();
  ASSERT_EQ(endless.socket.Send(AsSpan("hello"), false), 0);
  ASSERT_TRUE(UntilRelayed(SIZE_MAX, [&] { return HeardFrom(kBad) == 1; }));
  SendFrames(endless, 12);
  ASSERT_TRUE(UntilRelayed(kFew + limits::kFrameBytes, [&] { return counters().unfinished == 1; }));
  ASSERT_TRUE(UntilServer([&] { return gone_.size() == 1; }));
  EXPECT_EQ(HeardFrom(kBad), 1u);
  Introduce(*honest);
}

TEST_F(OverloadTest, HalfMessagesOfManyTogetherAreBounded) {
  constexpr size_t kMany = 6, kFrames = 3;
  OpenServer({.unfinished_bytes_in_all = (kMany - 2) * kFrames * limits::kFrameBytes});
  for (size_t i = 0; i < kMany; ++i)
    ASSERT_EQ(StartEndless().socket.Send(AsSpan("hello"), false), 0);
  ASSERT_TRUE(UntilRelayed(SIZE_MAX, [&] { return HeardFrom(kBad) == kMany; }));
  for (Endless& endless : endless_) SendFrames(endless, kFrames + 1);
  const size_t most = kFrames * limits::kFrameBytes + limits::kFrameBytes / 2;
  ASSERT_TRUE(UntilRelayed(most, [&] { return counters().unfinished >= 2; }));
  ASSERT_TRUE(UntilRelayed(most, [&] { return counters().connections <= kMany - 2; }));
  EXPECT_GE(counters().connections, 3u);  // the largest end, not all
}

TEST_F(OverloadTest, LargeMessagesOneAfterAnotherAreNotUnfinished) {
  OpenServer({.unfinished_bytes = 8 * limits::kFrameBytes});
  auto honest = OpenAdmitted(kHonest);
  Introduce(*honest);
  for (size_t i = 0; i < 40; ++i) {
    const size_t before = received_.size();
    ASSERT_TRUE(honest->Send("e", Bytes(limits::kFrameBytes)));
    ASSERT_TRUE(Until(*honest, [&] { return received_.size() > before; }));
  }
  EXPECT_EQ(counters().unfinished, 0u);
  EXPECT_EQ(Count(LinkEvent::kDisconnected), 0u);
}

TEST_F(OverloadTest, AllSlowReadersTogetherAreBounded) {
  constexpr size_t kInAll = 8u << 20;
  OpenServer({.queued_bytes_in_all = kInAll});
  std::vector<Socket> slow;
  for (int i = 0; i < 3; ++i) {
    slow.push_back(Rude());
    slow.back().SetInt(ZMQ_RCVHWM, 1);
    ASSERT_EQ(slow.back().Send(AsSpan("hello"), false), 0);
  }
  ASSERT_TRUE(UntilServer([&] { return received_.size() == 3; }));
  const auto payload = std::make_shared<const Bytes>(limits::kFrameBytes);
  for (size_t i = 0; i < 150; ++i) {  // far beyond the bound and the kernel's buffers
    for (size_t peer = 0; peer < 3; ++peer) server_->SendShared(received_[peer].peer, "e", payload);
    EXPECT_LE(counters().queued_bytes, kInAll);
  }
  EXPECT_EQ(counters().slow_readers, 3u);
  EXPECT_LE(counters().queued_bytes_peak, kInAll + limits::kFrameBytes + 1);
  auto honest = OpenAdmitted(kHonest);
  const PeerHandle peer = Introduce(*honest);
  EXPECT_TRUE(server_->Send(peer, "still here").queued);
  ASSERT_TRUE(Until(*honest, [&] { return !to_client_.empty(); }));
}

TEST_F(OverloadTest, ATurnTakesNoMoreBytesThanItMay) {
  constexpr size_t kTurn = 4 * limits::kFrameBytes, kMessages = 40;
  OpenServer({.turn_bytes = kTurn});
  Socket flood = Rude();
  ASSERT_EQ(flood.Send(AsSpan("hello"), false), 0);
  ASSERT_TRUE(UntilServer([&] { return HeardFrom(kBad) == 1; }));
  for (size_t i = 0; i < kMessages; ++i)
    ASSERT_EQ(flood.Send(Bytes(limits::kFrameBytes), false), 0);
  size_t turns = 0, heard = 1;
  ASSERT_TRUE(UntilServer([&] {  // which takes a turn each time
    EXPECT_LE(HeardFrom(kBad) - heard, kTurn / limits::kFrameBytes);
    heard = HeardFrom(kBad);
    ++turns;
    return heard == kMessages + 1;
  }));
  EXPECT_GE(turns, kMessages * limits::kFrameBytes / kTurn);
}

TEST_F(OverloadTest, AFloodDoesNotKeepOthersWaiting) {
  OpenServer();
  auto honest = OpenAdmitted(kHonest);
  Introduce(*honest);
  Socket flood = Rude();
  // After each turn of the server the flood's pipe is full again; ten questions of the honest site
  // are answered all the same, each within a few turns.
  for (int question = 0; question < 10; ++question) {
    const size_t before = HeardFrom(kHonest);
    ASSERT_TRUE(honest->Send("question"));
    ASSERT_TRUE(Until(*honest, [&] {
      while (flood.Send(AsSpan("garbage"), false) == 0) {
      }
      return HeardFrom(kHonest) > before;
    }));
  }
  EXPECT_GT(HeardFrom(kBad), HeardFrom(kHonest));
}

TEST_F(OverloadTest, AStormOfReconnectsLeavesNothingBehind) {
  OpenServer({.probationers = 16});
  auto honest = OpenAdmitted(kHonest);
  Introduce(*honest);
  for (int round = 0; round < 20; ++round) {
    Context context;
    std::vector<Socket> storm;
    for (int i = 0; i < 20; ++i) storm.push_back(Rude(context, "site:" + std::to_string(i)));
    for (Socket& socket : storm) socket.Send(AsSpan("hello"), false);
    for (int turn = 0; turn < 3; ++turn) TurnServer();
  }
  ASSERT_TRUE(UntilServer([&] { return counters().connections == 1; }));
  EXPECT_EQ(counters().on_probation, 0u);
  EXPECT_EQ(counters().queued_bytes, 0u);
  EXPECT_EQ(Count(LinkEvent::kDisconnected), 0u);
  Introduce(*honest);
}

}  // namespace
}  // namespace hansa::transport
