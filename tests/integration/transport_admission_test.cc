// Who may connect: denial, later admission, wrong server keys, expulsion of live connections.

#include "tests/integration/transport_fixture.h"

namespace hansa::transport {
namespace {

TEST_F(TransportTest, AnUnknownKeyIsDeniedAndAdmittedLater) {
  OpenServer();
  ClientSocket::Options options = ClientOptions();
  const CurvePublic key = options.own.public_key;
  auto client = OpenClient(std::move(options));
  ASSERT_TRUE(Until(*client, [&] { return Count(LinkEvent::kDenied) >= 2; }));
  EXPECT_FALSE(client->connected());
  EXPECT_FALSE(client->Send("nobody hears this"));
  EXPECT_GE(server_->counters().denied, 2u);

  users_[key] = "site:00112233445566aa";
  ASSERT_TRUE(Until(*client, [&] { return client->connected(); }));
  Introduce(*client);
  EXPECT_EQ(received_.back().envelope, "hello");
  EXPECT_EQ(received_.back().user, "site:00112233445566aa");
}

TEST_F(TransportTest, AOneShotClientGivesUpWhenDenied) {
  OpenServer();
  ClientSocket::Options options = ClientOptions();
  options.give_up_when_denied = true;
  auto client = OpenClient(std::move(options));
  ASSERT_TRUE(Until(*client, [&] { return Count(LinkEvent::kDenied) == 1; }));
  const Instant later = ReadClocks().instant + milliseconds(300);
  Until(*client, [&] { return ReadClocks().instant > later; });
  EXPECT_EQ(events_.size(), 1u);
  EXPECT_EQ(server_->counters().denied, 1u);
}

TEST_F(TransportTest, AWrongServerKeyIsNamed) {
  OpenServer();
  ClientSocket::Options options = ClientOptions();
  options.server_key = GenerateCurveKeyPair().public_key;
  users_[options.own.public_key] = "site:00112233445566aa";
  auto client = OpenClient(std::move(options));
  ASSERT_TRUE(Until(*client, [&] { return Count(LinkEvent::kWrongServerKey) == 1; }));
  EXPECT_EQ(Count(LinkEvent::kConnected), 0u);
  EXPECT_EQ(Count(LinkEvent::kDenied), 0u);
  EXPECT_TRUE(received_.empty());
  EXPECT_GT(server_->counters().bad_handshake, 0u);
}

TEST_F(TransportTest, AnExpelledUserGetsTheGoodbyeAndIsCutOff) {
  OpenServer();
  ClientSocket::Options options = ClientOptions();
  const CurvePublic key = options.own.public_key;
  users_[key] = "site:00112233445566aa";
  auto client = OpenClient(std::move(options));
  ASSERT_TRUE(Until(*client, [&] { return client->connected(); }));
  auto other = OpenAdmitted("site:00112233445566bb");
  const PeerHandle peer = Introduce(*client);
  Introduce(*other);

  ASSERT_TRUE(server_->Send(peer, "goodbye").queued);
  users_.erase(key);
  server_->Expel("site:00112233445566aa");
  EXPECT_FALSE(server_->Send(peer, "after that").queued);
  ASSERT_TRUE(client->Send("ignored"));
  const size_t before = received_.size();
  ASSERT_TRUE(Until(*client, [&] { return server_->counters().expelled == 1; }));
  EXPECT_EQ(received_.size(), before);

  ASSERT_TRUE(Until(*client, [&] { return Count(LinkEvent::kDenied) > 0; }));
  EXPECT_EQ(Count(LinkEvent::kDisconnected), 1u);
  ASSERT_EQ(to_client_.size(), 1u);
  EXPECT_EQ(to_client_[0].envelope, "goodbye");
  EXPECT_EQ(gone_, std::vector<PeerHandle>{peer});
  EXPECT_TRUE(other->connected());
  Introduce(*other);
  EXPECT_EQ(received_.back().user, "site:00112233445566bb");
}

TEST_F(TransportTest, AConnectionThatHadNotSpokenIsExpelledToo) {
  OpenServer();
  auto client = OpenAdmitted("site:00112233445566aa");
  users_.clear();
  server_->Expel("site:00112233445566aa");
  ASSERT_TRUE(client->Send("hello"));
  ASSERT_TRUE(Until(*client, [&] { return Count(LinkEvent::kDenied) > 0; }));
  EXPECT_TRUE(received_.empty());
}

TEST_F(TransportTest, AnExpelledUserAdmittedAgainIsHeard) {
  OpenServer();
  auto client = OpenAdmitted("operator:00112233");
  Introduce(*client);
  server_->Expel("operator:00112233");
  ASSERT_TRUE(Until(*client, [&] { return Count(LinkEvent::kDisconnected) == 1; }));
  ASSERT_TRUE(Until(*client, [&] { return client->connected(); }));
  Introduce(*client);
  EXPECT_EQ(received_.size(), 2u);
}

}  // namespace
}  // namespace hansa::transport
