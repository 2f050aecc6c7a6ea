// Both ways to ask a proxy, against answers of every kind.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/bytes.h"
#include "common/transport/proxy/base64.h"
#include "common/transport/proxy/handshake.h"

namespace hansa::transport {
namespace {

using Part = ProxyFault::Part;
using namespace std::string_literals;
using ::testing::HasSubstr;
using ::testing::Not;

Proxy At(const std::string& address, bool login = false) {
  Proxy proxy{*ParseProxyAddress(address), std::nullopt};
  if (login) proxy.credentials = *ParseProxyCredentials("plant:open sesame", "file");
  return proxy;
}

const Address kTarget{"hansa.example", 7423};

// What it says to `answers`, one after the other; the last step is left in `last`.
std::string Talk(const Proxy& proxy, const Address& target, const std::vector<std::string>& answers,
                 ProxyHandshake::Step& last) {
  const auto handshake = MakeHandshake(proxy, target);
  std::string said = ToString(handshake->Begin().Reveal());
  for (const std::string& answer : answers) {
    last = handshake->Take(answer);
    said += ToString(last.to_send.Reveal());
    if (last.open || last.fault) break;
  }
  return said;
}

ProxyFault FaultAt(const Proxy& proxy, const std::vector<std::string>& answers) {
  ProxyHandshake::Step last;
  Talk(proxy, kTarget, answers, last);
  EXPECT_TRUE(last.fault.has_value());
  return last.fault.value_or(ProxyFault{});
}

TEST(HttpConnect, AsksForTheNameAndGoesOnWithWhatComesAfterTheAnswer) {
  ProxyHandshake::Step last;
  const std::string said =
      Talk(At("http://p:3128"), kTarget, {"HTTP/1.1 200 OK\r\n\r\nafter"}, last);
  EXPECT_EQ(said, "CONNECT hansa.example:7423 HTTP/1.1\r\nHost: hansa.example:7423\r\n\r\n");
  EXPECT_TRUE(last.open);
  EXPECT_EQ(last.taken, std::string("HTTP/1.1 200 OK\r\n\r\n").size());
}

// RFC 7617, 2
TEST(HttpConnect, LogsInByBasic) {
  ProxyHandshake::Step last;
  Proxy proxy = At("http://p:3128");
  proxy.credentials = *ParseProxyCredentials("Aladdin:open sesame", "file");
  EXPECT_THAT(Talk(proxy, {"[2001:db8::1]", 1}, {}, last),
              HasSubstr("CONNECT [2001:db8::1]:1 HTTP/1.1\r\nHost: [2001:db8::1]:1\r\n"
                        "Proxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n\r\n"));
}

TEST(HttpConnect, EachRefusalHasItsPart) {
  const Proxy proxy = At("http://p:3128"), known = At("http://p:3128", true);
  EXPECT_EQ(FaultAt(proxy, {"HTTP/1.1 403 Filtered\r\n\r\n"}).part, Part::kRules);
  EXPECT_EQ(FaultAt(proxy, {"HTTP/1.1 405 No\r\n\r\n"}).part, Part::kRules);
  EXPECT_EQ(FaultAt(proxy, {"HTTP/1.1 302 Login\r\n\r\n"}).part, Part::kRules);
  EXPECT_EQ(FaultAt(proxy, {"HTTP/1.1 502 Bad Gateway\r\n\r\n"}).part, Part::kBehind);
  EXPECT_EQ(FaultAt(proxy, {"HTTP/1.1 500 Unable\r\n\r\n"}).part, Part::kBehind);
  EXPECT_EQ(FaultAt(proxy, {"\x05\x00"s}).part, Part::kProtocol);
  EXPECT_EQ(FaultAt(proxy, {"HTTP/1.1 101 Switch\r\n\r\n"}).part, Part::kProtocol);
  const ProxyFault wanted = FaultAt(proxy, {"HTTP/1.1 407 Auth\r\n\r\n"});
  EXPECT_EQ(wanted.part, Part::kAuthentication);
  EXPECT_THAT(wanted.error.next, HasSubstr("proxy_credentials"));
  const ProxyFault wrong = FaultAt(known, {"HTTP/1.1 407 Auth\r\n\r\n"});
  EXPECT_THAT(wrong.error.what, HasSubstr("does not accept"));
  EXPECT_EQ(FaultAt(known, {"HTTP/1.1 401 Unauthorized\r\n\r\n"}).part, Part::kAuthentication);
  EXPECT_THAT(wrong.error.Text(), Not(HasSubstr("sesame")));
  const ProxyFault other =
      FaultAt(known, {"HTTP/1.1 407 Auth\r\nProxy-Authenticate: NTLM\r\n\r\n"});
  EXPECT_THAT(other.error.why, HasSubstr("NTLM"));
}

TEST(HttpConnect, InterimAnswersArePassedOverAndCounted) {
  ProxyHandshake::Step last;
  const std::string interim = "HTTP/1.1 100 Continue\r\n\r\n";
  Talk(At("http://p:3128"), kTarget, {interim + interim + "HTTP/1.1 200 OK\r\n\r\n"}, last);
  EXPECT_TRUE(last.open);
  std::string many;
  for (int i = 0; i < 20; ++i) many += interim;
  EXPECT_EQ(FaultAt(At("http://p:3128"), {many}).part, Part::kProtocol);
}

TEST(Socks5, AsksForTheName) {
  ProxyHandshake::Step last;
  const std::string said = Talk(At("socks5://p:1080"), kTarget,
                                {"\x05\x00"s, "\x05\x00\x00\x01\x7f\x00\x00\x01\x04\x38"s}, last);
  EXPECT_EQ(said, "\x05\x01\x00\x05\x01\x00\x03\x0d"s + "hansa.example" + "\x1c\xff");
  EXPECT_TRUE(last.open);
  EXPECT_EQ(last.taken, 10u);
}

TEST(Socks5, AsksForNumbersAsNumbers) {
  ProxyHandshake::Step last;
  EXPECT_THAT(Talk(At("socks5://p:1"), {"192.0.2.7", 1}, {"\x05\x00"s}, last),
              HasSubstr("\x05\x01\x00\x01\xc0\x00\x02\x07\x00\x01"s));
  EXPECT_THAT(Talk(At("socks5://p:1"), {"[2001:db8::1]", 1}, {"\x05\x00"s}, last),
              HasSubstr("\x05\x01\x00\x04\x20\x01\x0d\xb8"s));
}

TEST(Socks5, LogsInWhenAskedTo) {
  ProxyHandshake::Step last;
  const std::vector<std::string> answers = {"\x05\x02"s, "\x01\x00"s,
                                            "\x05\x00\x00\x03\x01x\x00\x01"s};
  const std::string said = Talk(At("socks5://p:1", true), kTarget, answers, last);
  EXPECT_THAT(said, HasSubstr("\x05\x02\x00\x02\x01\x05plant\x0bopen sesame\x05\x01"s));
  EXPECT_TRUE(last.open);
}

TEST(Socks5, AnAnswerInPiecesIsWaitedFor) {
  const Proxy proxy = At("socks5://p:1");
  const auto handshake = MakeHandshake(proxy, kTarget);
  handshake->Begin();
  EXPECT_EQ(handshake->Take("\x05").taken, 0u);
  EXPECT_EQ(handshake->Take("\x05\x00"s).taken, 2u);
  const std::string reply = "\x05\x00\x00\x04"s + std::string(18, 'x');
  for (size_t size = 0; size < reply.size(); ++size) {
    const auto step = handshake->Take(reply.substr(0, size));
    EXPECT_FALSE(step.open || step.fault || step.taken != 0) << size;
  }
  EXPECT_TRUE(handshake->Take(reply).open);
}

TEST(Socks5, EachRefusalHasItsPart) {
  const Proxy proxy = At("socks5://p:1"), known = At("socks5://p:1", true);
  EXPECT_EQ(FaultAt(proxy, {"HTTP/1.1 400"}).part, Part::kProtocol);
  EXPECT_EQ(FaultAt(proxy, {"\x05\xff"s}).part, Part::kAuthentication);
  EXPECT_EQ(FaultAt(proxy, {"\x05\x02"s}).part, Part::kProtocol);
  EXPECT_EQ(FaultAt(known, {"\x05\x02"s, "\x01\x01"s}).part, Part::kAuthentication);
  EXPECT_EQ(FaultAt(known, {"\x05\x01"s}).part, Part::kProtocol);
  EXPECT_EQ(FaultAt(proxy, {"\x05\x00"s, "\x05\x02"s}).part, Part::kRules);
  EXPECT_EQ(FaultAt(proxy, {"\x05\x00"s, "\x05\x05"s}).part, Part::kBehind);
  EXPECT_EQ(FaultAt(proxy, {"\x05\x00"s, "\x05\x63"s}).part, Part::kBehind);
  EXPECT_EQ(FaultAt(proxy, {"\x05\x00"s, "\x04\x00"s}).part, Part::kProtocol);
  EXPECT_EQ(FaultAt(proxy, {"\x05\x00"s, "\x05\x00\x00\x07\x01"s}).part, Part::kProtocol);
}

// RFC 4648, 10
TEST(Base64, KnownAnswers) {
  const auto encoded = [](std::string_view plain) {
    return ToString(Base64(SecretBytes(AsSpan(plain))).Reveal());
  };
  EXPECT_EQ(encoded(""), "");
  EXPECT_EQ(encoded("f"), "Zg==");
  EXPECT_EQ(encoded("fo"), "Zm8=");
  EXPECT_EQ(encoded("foo"), "Zm9v");
  EXPECT_EQ(encoded("foob"), "Zm9vYg==");
  EXPECT_EQ(encoded("fooba"), "Zm9vYmE=");
  EXPECT_EQ(encoded("foobar"), "Zm9vYmFy");
  EXPECT_EQ(encoded("\xff\xfe\xfd"), "//79");
}

}  // namespace
}  // namespace hansa::transport
