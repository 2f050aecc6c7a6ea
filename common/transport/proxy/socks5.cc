#include "common/transport/proxy/socks5.h"

#include <arpa/inet.h>

#include <array>

#include "common/base/bytes.h"
#include "common/base/text.h"

namespace hansa::transport {
namespace {

using Part = ProxyFault::Part;

constexpr uint8_t kVersion = 5, kLoginVersion = 1;
constexpr uint8_t kNoLogin = 0, kUserAndPassword = 2, kNoMethod = 0xff;
constexpr uint8_t kConnect = 1;
constexpr uint8_t kIpv4 = 1, kName = 3, kIpv6 = 4;
constexpr uint8_t kNotAllowed = 2, kNoCommand = 7, kNoAddressType = 8;

uint8_t At(std::string_view bytes, size_t i) { return static_cast<uint8_t>(bytes[i]); }

// Bytes of a reply whose first five have come; 0: an address of no known type.
size_t SizeOfReply(std::string_view received) {
  constexpr size_t kHead = 4, kPort = 2;
  switch (At(received, 3)) {
    case kIpv4:
      return kHead + 4 + kPort;
    case kIpv6:
      return kHead + 16 + kPort;
    case kName:
      return kHead + 1 + At(received, 4) + kPort;
    default:
      return 0;
  }
}

// RFC 1928, 6
std::string_view Meaning(uint8_t code) {
  constexpr std::array<std::string_view, 9> kMeanings = {"succeeded",
                                                         "general failure",
                                                         "not allowed by its rules",
                                                         "network unreachable",
                                                         "host unreachable",
                                                         "connection refused",
                                                         "time to live expired",
                                                         "command not supported",
                                                         "address type not supported"};
  return code < kMeanings.size() ? kMeanings[code] : "no reason that is known";
}

// A number as it is, a name for the proxy to look up.
Bytes EncodedHost(const std::string& host) {
  Bytes out(17);
  if (::inet_pton(AF_INET, host.c_str(), out.data() + 1) == 1) {
    out[0] = kIpv4;
    out.resize(5);
    return out;
  }
  if (host.starts_with('[') &&
      ::inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), out.data() + 1) == 1) {
    out[0] = kIpv6;
    return out;
  }
  out = {kName, static_cast<uint8_t>(host.size())};
  out.insert(out.end(), host.begin(), host.end());
  return out;
}

ProxyHandshake::Step Failed(ProxyFault fault) {
  ProxyHandshake::Step step;
  step.fault = std::move(fault);
  return step;
}

}  // namespace

SecretBytes Socks5::Begin() {
  if (proxy_.credentials) return SecretBytes(Bytes{kVersion, 2, kNoLogin, kUserAndPassword});
  return SecretBytes(Bytes{kVersion, 1, kNoLogin});
}

ProxyHandshake::Step Socks5::Take(std::string_view received) {
  switch (awaits_) {
    case Awaits::kMethod:
      return TakeMethod(received);
    case Awaits::kLogin:
      return TakeLogin(received);
    case Awaits::kReply:
      return TakeReply(received);
  }
  return {};
}

ProxyHandshake::Step Socks5::TakeMethod(std::string_view received) {
  if (!received.empty() && At(received, 0) != kVersion)
    return Failed(NoSocks(received.starts_with('H') ? "it speaks HTTP: write http://"
                                                    : "its first byte is not the version 5"));
  if (received.size() < 2) return {};
  const uint8_t method = At(received, 1);
  if (method == kNoMethod)
    return Failed(NoLogin(proxy_.credentials ? "it takes no user name and password from here"
                                             : "it lets nobody in without a login"));
  const bool login = method == kUserAndPassword && proxy_.credentials;
  if (!login && method != kNoLogin)
    return Failed(NoSocks("it chose a method that was not offered"));
  Step step;
  step.taken = 2;
  step.to_send = login ? Login() : Request();
  awaits_ = login ? Awaits::kLogin : Awaits::kReply;
  return step;
}

SecretBytes Socks5::Login() const {
  const std::string& user = proxy_.credentials->user;
  const ByteSpan password = proxy_.credentials->password.Reveal();
  SecretBytes out(3 + user.size() + password.size());
  auto next = out.RevealMutable().begin();
  *next++ = kLoginVersion;
  *next++ = static_cast<uint8_t>(user.size());
  next = std::copy(user.begin(), user.end(), next);
  *next++ = static_cast<uint8_t>(password.size());
  std::copy(password.begin(), password.end(), next);
  return out;
}

// Some answer with version 5 instead of the login's own: only the second byte counts.
ProxyHandshake::Step Socks5::TakeLogin(std::string_view received) {
  if (received.size() < 2) return {};
  if (At(received, 1) != 0) return Failed(NoLogin("it refused the login"));
  Step step;
  step.taken = 2;
  step.to_send = Request();
  awaits_ = Awaits::kReply;
  return step;
}

SecretBytes Socks5::Request() const {
  Bytes out = {kVersion, kConnect, 0};
  const Bytes host = EncodedHost(target_.host);
  out.insert(out.end(), host.begin(), host.end());
  out.push_back(static_cast<uint8_t>(target_.port >> 8));
  out.push_back(static_cast<uint8_t>(target_.port & 0xff));
  return SecretBytes(out);
}

ProxyHandshake::Step Socks5::TakeReply(std::string_view received) {
  if (received.size() < 2) return {};
  if (At(received, 0) != kVersion) return Failed(NoSocks("its reply has another version"));
  if (At(received, 1) != 0) return Failed(FaultOf(At(received, 1)));
  if (received.size() < 5) return {};
  const size_t size = SizeOfReply(received);
  if (size == 0) return Failed(NoSocks("its reply has an address of no known type"));
  Step step;
  if (received.size() < size) return step;
  step.taken = size;
  step.open = true;
  return step;
}

ProxyFault Socks5::NoSocks(std::string why) const {
  return {Part::kProtocol,
          Unreachable(StrCat("what listens at ", proxy_.address.Text(), " is no SOCKS5 proxy"),
                      std::move(why), "Check host, port and kind of `proxy`")};
}

ProxyFault Socks5::NoLogin(std::string why) const {
  const std::string proxy = StrCat("the proxy ", proxy_.address.Text());
  if (proxy_.credentials)
    return {Part::kAuthentication,
            Refused(StrCat(proxy, " does not accept this user name and password"), std::move(why),
                    "Correct the file proxy_credentials")};
  return {Part::kAuthentication,
          Refused(StrCat(proxy, " wants a user name and a password"), std::move(why),
                  "Write user:password into a file of mode 0600: proxy_credentials")};
}

ProxyFault Socks5::FaultOf(uint8_t code) const {
  const std::string target = StrCat(target_.host, ":", target_.port);
  const std::string why = StrCat("it answered ", int{code}, ": ", Meaning(code));
  if (code == kNotAllowed || code == kNoCommand || code == kNoAddressType)
    return {Part::kRules, Refused(StrCat("the proxy ", proxy_.address.Text(),
                                         " does not let a connection to ", target, " through"),
                                  why, "Ask who runs the proxy to allow this host and port")};
  return {Part::kBehind,
          Unreachable(StrCat("the proxy ", proxy_.address.Text(),
                             " cannot reach the coordinator at ", target),
                      why, "Is hansa-coordinator running there, and may the proxy connect to it?")};
}

}  // namespace hansa::transport
