// A client behind proxies: real ones, and some that break the protocol in every way.

#include <sys/un.h>
#include <sys/wait.h>

#include <thread>

#include "common/transport/proxy/tunnel.h"
#include "tests/integration/local_proxy.h"
#include "tests/integration/tcp_relay.h"
#include "tests/integration/transport_fixture.h"

namespace hansa::transport {
namespace {

using Kind = testing::LocalProxy::Kind;
using Part = ProxyFault::Part;

std::shared_ptr<const Proxy> ProxyAt(const std::string& url, const std::string& login = "") {
  return LoadProxy(*ParseProxyAddress(url), login).value();
}

// Takes one connection after the other and answers the first bytes of each with `answer`.
class OddProxy {
 public:
  explicit OddProxy(std::string answer, bool closes = false)
      : answer_(std::move(answer)), closes_(closes) {
    sockaddr_in address = Loopback(0);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(listener_.get(), 16), 0);
    EXPECT_EQ(::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
    url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    thread_ = std::thread([this] { Serve(); });
  }
  ~OddProxy() {
    ending_ = true;
    thread_.join();
  }
  const std::string& url() const { return url_; }
  int asked() const { return asked_; }

 private:
  void Serve() {
    std::vector<UniqueFd> open;
    while (!ending_) {
      UniqueFd fd(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
      if (!fd.valid()) {
        std::this_thread::sleep_for(milliseconds(2));
        continue;
      }
      std::array<char, 4096> request{};
      if (::recv(fd.get(), request.data(), request.size(), 0) <= 0) continue;
      ++asked_;
      ::send(fd.get(), answer_.data(), answer_.size(), MSG_NOSIGNAL);
      if (!closes_) open.push_back(std::move(fd));
    }
  }

  const std::string answer_;
  const bool closes_;
  UniqueFd listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
  std::string url_;
  std::atomic<bool> ending_ = false;
  std::atomic<int> asked_ = 0;
  std::thread thread_;
};

class ProxiedTransport : public TransportTest {
 protected:
  void SetUp() override { OpenServer(); }
  std::unique_ptr<ClientSocket> OpenBehind(std::shared_ptr<const Proxy> proxy) {
    ClientSocket::Options options = ClientOptions();
    users_[options.own.public_key] = "site:00112233445566aa";
    options.proxy = std::move(proxy);
    return OpenClient(std::move(options));
  }
  // Until the first attempt is over.
  ProxyFault FaultBehind(std::shared_ptr<const Proxy> proxy) {
    const auto client = OpenBehind(std::move(proxy));
    EXPECT_TRUE(Until(*client, [&] { return client->proxy_fault().has_value(); }));
    EXPECT_EQ(Count(LinkEvent::kWrongServerKey), 0u);
    return client->proxy_fault().value_or(ProxyFault{});
  }
};

class EachProxy : public ProxiedTransport, public ::testing::WithParamInterface<Kind> {};

TEST_P(EachProxy, CarriesMessagesOfEverySizeBothWays) {
  const testing::LocalProxy proxy({.kind = GetParam(), .login = true});
  const auto client = OpenBehind(ProxyAt(proxy.url(), proxy.login()));
  const PeerHandle peer = [&] {
    EXPECT_TRUE(Until(*client, [&] { return client->connected(); }));
    return Introduce(*client);
  }();
  const Bytes large(1 << 20, 7);
  for (int i = 0; i < 12; ++i) {
    EXPECT_TRUE(client->Send("up", large));
    EXPECT_TRUE(server_->Send(peer, "down", large).queued);
  }
  EXPECT_TRUE(Until(*client, [&] { return received_.size() == 13 && to_client_.size() == 12; }));
  EXPECT_EQ(received_.back().payload.size(), large.size());
  EXPECT_EQ(to_client_.back().payload, large);
}

TEST_P(EachProxy, AWrongLoginIsNotTriedAgainAtOnce) {
  const testing::LocalProxy proxy({.kind = GetParam(), .login = true});
  const auto client = OpenBehind(ProxyAt(proxy.url(), proxy.wrong_login()));
  EXPECT_TRUE(Until(*client, [&] { return client->proxy_fault().has_value(); }));
  EXPECT_EQ(client->proxy_fault()->part, Part::kAuthentication);
  const Instant until = ReadClocks().instant + milliseconds(700);  // seven of the longest back-offs
  (void)client->Poll(until);
  EXPECT_EQ(Count(LinkEvent::kUnreachable), 1u);
  EXPECT_EQ(Count(LinkEvent::kWrongServerKey), 0u);
}

TEST_P(EachProxy, ComesBackAfterItsEnd) {
  testing::LocalProxy proxy({.kind = GetParam()});
  const auto client = OpenBehind(ProxyAt(proxy.url()));
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(Until(*client, [&] { return client->connected(); }));
    proxy.Kill();
    ASSERT_TRUE(Until(*client, [&] { return client->proxy_fault().has_value(); }));
    EXPECT_EQ(client->proxy_fault()->part, Part::kProxy);
    proxy.Start();
  }
  EXPECT_TRUE(Until(*client, [&] { return client->connected(); }));
  EXPECT_FALSE(client->proxy_fault().has_value());
}

TEST_P(EachProxy, WhatWasSentLastStillArrives) {
  const testing::LocalProxy proxy({.kind = GetParam()});
  auto client = OpenBehind(ProxyAt(proxy.url()));
  ASSERT_TRUE(Until(*client, [&] { return client->connected(); }));
  Introduce(*client);
  ASSERT_TRUE(client->Send("farewell"));
  client.reset();
  EXPECT_TRUE(UntilServer([&] { return received_.size() == 2; }));
}

TEST_P(EachProxy, ACoordinatorThatIsNotThereIsBehindIt) {
  const testing::LocalProxy proxy({.kind = GetParam()});
  server_.reset();
  const ProxyFault fault = FaultBehind(ProxyAt(proxy.url()));
  EXPECT_EQ(fault.part, Part::kBehind) << fault.error.Text();
}

TEST_P(EachProxy, AnotherKeyBehindItIsStillSeen) {
  const testing::LocalProxy proxy({.kind = GetParam()});
  ClientSocket::Options options = ClientOptions();
  options.proxy = ProxyAt(proxy.url());
  options.server_key = GenerateCurveKeyPair().public_key;
  const auto client = OpenClient(std::move(options));
  EXPECT_TRUE(Until(*client, [&] { return Count(LinkEvent::kWrongServerKey) == 1; }));
  EXPECT_FALSE(client->proxy_fault().has_value());
}

INSTANTIATE_TEST_SUITE_P(Kinds, EachProxy, ::testing::Values(Kind::kTinyproxy, Kind::kMicrosocks),
                         [](const auto& kind) {
                           return kind.param == Kind::kTinyproxy ? "Connect" : "Socks5";
                         });

TEST_F(ProxiedTransport, ARuleOfTheProxy) {
  const testing::LocalProxy proxy({.kind = Kind::kTinyproxy, .only_https = true});
  const ProxyFault fault = FaultBehind(ProxyAt(proxy.url()));
  EXPECT_EQ(fault.part, Part::kRules) << fault.error.Text();
  EXPECT_THAT(fault.error.why, ::testing::HasSubstr("403"));
}

TEST_F(ProxiedTransport, EachKindTakenForTheOther) {
  const testing::LocalProxy socks({.kind = Kind::kMicrosocks}), http({.kind = Kind::kTinyproxy});
  const std::string port = socks.url().substr(socks.url().rfind(':'));
  EXPECT_EQ(FaultBehind(ProxyAt("http://127.0.0.1" + port)).part, Part::kProtocol);
  const std::string other = http.url().substr(http.url().rfind(':'));
  ClientSocket::Options options = ClientOptions();
  EXPECT_NE(FaultBehind(ProxyAt("socks5://127.0.0.1" + other)).part, Part::kAuthentication);
}

TEST_F(ProxiedTransport, AProxyThatIsNotThere) {
  EXPECT_EQ(FaultBehind(ProxyAt("http://127.0.0.1:1")).part, Part::kProxy);
  const ProxyFault fault = FaultBehind(ProxyAt("http://no-such-proxy.invalid:3128"));
  EXPECT_EQ(fault.part, Part::kProxy) << fault.error.Text();
}

TEST_F(ProxiedTransport, GarbageForAnAnswer) {
  const OddProxy proxy("\xff\xfe garbage");
  EXPECT_EQ(FaultBehind(ProxyAt(proxy.url())).part, Part::kProtocol);
}

TEST_F(ProxiedTransport, AnEndWithoutAnAnswer) {
  const OddProxy proxy("", true);
  EXPECT_EQ(FaultBehind(ProxyAt(proxy.url())).part, Part::kProtocol);
}

TEST_F(ProxiedTransport, AnEndlessAnswer) {
  const OddProxy proxy("HTTP/1.1 200 OK\r\nX: " + std::string(100000, 'x'));
  EXPECT_EQ(FaultBehind(ProxyAt(proxy.url())).part, Part::kProtocol);
}

TEST_F(ProxiedTransport, HalfAnAnswerAndThenSilence) {
  const OddProxy proxy("HTTP/1.1 200 O");
  const auto client = OpenBehind(ProxyAt(proxy.url()));
  EXPECT_TRUE(Until(*client, [&] { return client->proxy_fault().has_value(); }));
  EXPECT_EQ(client->proxy_fault()->part, Part::kBehind);
}

TEST_F(ProxiedTransport, AClientEndsWhileItsProxyIsSilent) {
  const OddProxy proxy("");
  auto client = OpenBehind(ProxyAt(proxy.url()));
  ASSERT_TRUE(Until(*client, [&] { return proxy.asked() > 0; }));
  const Instant before = ReadClocks().instant;
  client.reset();
  EXPECT_LT(ReadClocks().instant - before, seconds(6)) << "it should not wait for the time limit";
}

// Says yes, and then nothing: a handshake that does not come about is no fault of the proxy's.
TEST_F(ProxiedTransport, AConnectionThatLeadsNowhere) {
  const OddProxy proxy("HTTP/1.1 200 OK\r\n\r\n", true);
  const auto client = OpenBehind(ProxyAt(proxy.url()));
  EXPECT_TRUE(Until(*client, [&] { return !events_.empty(); }));
  EXPECT_FALSE(client->proxy_fault().has_value());
}

int ConnectAbstract(const std::string& address) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  const std::string path = address.substr(std::string("ipc://").size());
  std::copy(path.begin() + 1, path.end(), name.sun_path + 1);
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
  return ::connect(fd, reinterpret_cast<sockaddr*>(&name), size) == 0 ? fd : -1;
}

TEST(ProxyTunnel, TakesNobodyButThisProcess) {
  const OddProxy proxy("");
  const ProxyTunnel tunnel({.proxy = ProxyAt(proxy.url()), .target = {"hansa.example", 7423}});
  const pid_t child = ::fork();
  if (child == 0) {
    const int fd = ConnectAbstract(tunnel.local_address());
    char byte = 0;
    ::_exit(fd >= 0 && ::recv(fd, &byte, 1, 0) == 0 ? 0 : 1);  // sent away
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(proxy.asked(), 0);
  const UniqueFd own(ConnectAbstract(tunnel.local_address()));
  ASSERT_TRUE(own.valid());
  for (int i = 0; i < 1000 && proxy.asked() == 0; ++i) std::this_thread::sleep_for(milliseconds(5));
  EXPECT_EQ(proxy.asked(), 1);
}

}  // namespace
}  // namespace hansa::transport
