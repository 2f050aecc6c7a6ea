// The life of a client's link: nobody there, restarts, silence; and a server's port.

#include "tests/integration/transport_fixture.h"

namespace hansa::transport {
namespace {

TEST_F(TransportTest, ReconnectsAfterARestartOnTheSamePort) {
  OpenServer();
  auto client = OpenAdmitted("site:00112233445566aa");
  Introduce(*client);
  server_.reset();
  ASSERT_TRUE(Until(*client, [&] { return Count(LinkEvent::kDisconnected) == 1; }));
  EXPECT_FALSE(client->Send("lost"));
  ASSERT_TRUE(Until(*client, [&] { return Count(LinkEvent::kUnreachable) >= 2; }));

  OpenServer();
  ASSERT_TRUE(Until(*client, [&] { return Count(LinkEvent::kConnected) == 2; }));
  Introduce(*client);
  ASSERT_EQ(received_.size(), 2u);
  EXPECT_EQ(received_[1].envelope, "hello");
}

TEST_F(TransportTest, NothingListeningIsUnreachable) {
  OpenServer();
  server_.reset();
  auto client = OpenClient(ClientOptions());
  ASSERT_TRUE(Until(*client, [&] { return Count(LinkEvent::kUnreachable) == 3; }));
  EXPECT_EQ(events_.size(), 3u);
}

TEST_F(TransportTest, AnUnknownHostIsUnreachable) {
  ClientSocket::Options options = ClientOptions();
  options.address = "tcp://no-such-host.invalid:7423";
  options.attempt = milliseconds(50);
  auto client = OpenClient(std::move(options));
  EXPECT_TRUE(Until(*client, [&] { return Count(LinkEvent::kUnreachable) == 2; }));
}

TEST_F(TransportTest, ReconnectIsReportedAndComesBack) {
  OpenServer();
  auto client = OpenAdmitted("site:00112233445566aa");
  const PeerHandle first = Introduce(*client);
  client->Reconnect();
  EXPECT_FALSE(client->connected());
  ASSERT_TRUE(Until(*client, [&] { return Count(LinkEvent::kConnected) == 2; }));
  EXPECT_EQ(Count(LinkEvent::kDisconnected), 1u);
  EXPECT_NE(Introduce(*client), first);
  ASSERT_TRUE(UntilServer([&] { return !gone_.empty(); }));
  EXPECT_EQ(gone_[0], first);
}

TEST_F(TransportTest, APortInUseIsExplained) {
  OpenServer();
  ServerSocket::Options options;
  options.listen = server_address_;
  options.curve_secret = server_keys_.secret_key.Clone();
  options.admission = [](const CurvePublic&) { return std::optional<std::string>(); };
  const auto second = ServerSocket::Open(std::move(options));
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().kind, ErrorKind::kBadInput);
  EXPECT_THAT(second.error().Text(), testing::HasSubstr(server_address_));
  EXPECT_THAT(second.error().Text(), testing::HasSubstr("port already"));
  EXPECT_THAT(second.error().next, testing::HasSubstr("ss -ltnp"));
}

TEST_F(TransportTest, AForeignAddressCannotBeListenedOn) {
  ServerSocket::Options options;
  options.listen = "tcp://192.0.2.1:0";
  options.curve_secret = server_keys_.secret_key.Clone();
  options.admission = [](const CurvePublic&) { return std::optional<std::string>(); };
  const auto opened = ServerSocket::Open(std::move(options));
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().kind, ErrorKind::kBadInput);
}

TEST_F(TransportTest, DestructionDoesNotWaitForASilentPeer) {
  OpenServer();
  auto client = OpenAdmitted("site:00112233445566aa");
  const PeerHandle peer = Introduce(*client);
  const Bytes payload(1 << 20);
  while (server_->Send(peer, "unread", payload).queued) {
  }
  const Instant start = ReadClocks().instant;
  server_.reset();
  client.reset();
  EXPECT_LT(Seconds(ReadClocks().instant - start), 10);
}

}  // namespace
}  // namespace hansa::transport
