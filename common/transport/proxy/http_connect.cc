#include "common/transport/proxy/http_connect.h"

#include <algorithm>

#include "common/base/bytes.h"
#include "common/base/text.h"
#include "common/transport/proxy/base64.h"

namespace hansa::transport {
namespace {

using Part = ProxyFault::Part;
constexpr int kMostInterim = 8;

bool IsBasic(std::string_view scheme) {
  constexpr std::string_view kBasic = "basic";
  return std::equal(scheme.begin(), scheme.end(), kBasic.begin(), kBasic.end(),
                    [](char a, char b) { return (a | 0x20) == b; });
}

std::string Joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

void Append(SecretBytes& out, ByteSpan more) {
  SecretBytes longer(out.size() + more.size());
  const auto end =
      std::copy(out.Reveal().begin(), out.Reveal().end(), longer.RevealMutable().begin());
  std::copy(more.begin(), more.end(), end);
  out = std::move(longer);
}

SecretBytes BasicHeader(const ProxyCredentials& credentials) {
  SecretBytes pair(AsSpan(credentials.user));
  Append(pair, AsSpan(":"));
  Append(pair, credentials.password.Reveal());
  SecretBytes header(AsSpan("Proxy-Authorization: Basic "));
  Append(header, Base64(pair).Reveal());
  Append(header, AsSpan("\r\n"));
  return header;
}

}  // namespace

HttpConnect::HttpConnect(const Proxy& proxy, const Address& target)
    : proxy_(proxy), target_(StrCat(target.host, ":", target.port)) {}

SecretBytes HttpConnect::Begin() {
  SecretBytes request(AsSpan(StrCat("CONNECT ", target_, " HTTP/1.1\r\nHost: ", target_, "\r\n")));
  if (proxy_.credentials) Append(request, BasicHeader(*proxy_.credentials).Reveal());
  Append(request, AsSpan("\r\n"));
  return request;
}

ProxyHandshake::Step HttpConnect::Take(std::string_view received) {
  Step step;
  while (true) {
    const ConnectReply reply = ParseConnectReply(received.substr(step.taken));
    if (reply.state == ConnectReply::State::kIncomplete) return step;
    if (reply.state == ConnectReply::State::kComplete) step.taken += reply.size;
    const bool interim = reply.status >= 100 && reply.status < 200 && reply.status != 101;
    if (interim && ++interim_ <= kMostInterim) continue;
    step.open = reply.status >= 200 && reply.status < 300;
    if (!step.open) step.fault = FaultOf(reply);
    return step;
  }
}

ProxyFault HttpConnect::FaultOf(const ConnectReply& reply) const {
  const std::string proxy = proxy_.address.Text();
  if (reply.state == ConnectReply::State::kMalformed || reply.status < 300)
    return {Part::kProtocol, Unreachable(StrCat("what listens at ", proxy, " is no HTTP proxy"),
                                         "its answer to CONNECT is not HTTP",
                                         "Check host, port and kind of `proxy`")};
  const std::string answer = StrCat("it answered ", reply.text);
  // 401 is what tinyproxy 1.11 says to a wrong login.
  if (reply.status == 407 || reply.status == 401) return Unauthenticated(reply);
  if (reply.status >= 500 || reply.status == 404)
    return {Part::kBehind,
            Unreachable(StrCat("the proxy ", proxy, " cannot reach the coordinator at ", target_),
                        answer,
                        "Is hansa-coordinator running there, and may the proxy connect to it?")};
  return {Part::kRules,
          Refused(StrCat("the proxy ", proxy, " does not let CONNECT to ", target_, " through"),
                  answer, "Ask who runs the proxy to allow this host and port")};
}

ProxyFault HttpConnect::Unauthenticated(const ConnectReply& reply) const {
  const std::string proxy = StrCat("the proxy ", proxy_.address.Text());
  const std::string answer = StrCat("it answered ", reply.text);
  const bool basic =
      reply.schemes.empty() || std::any_of(reply.schemes.begin(), reply.schemes.end(), IsBasic);
  if (!basic)
    return {Part::kAuthentication,
            Refused(StrCat(proxy, " wants a login that Hansa does not know"),
                    StrCat("it takes ", Joined(reply.schemes), " only"),
                    "Ask who runs it for a Basic login, or for no login to this host and port")};
  if (proxy_.credentials)
    return {Part::kAuthentication,
            Refused(StrCat(proxy, " does not accept this user name and password"), answer,
                    "Correct the file proxy_credentials")};
  return {Part::kAuthentication,
          Refused(StrCat(proxy, " wants a user name and a password"), answer,
                  "Write user:password into a file of mode 0600: proxy_credentials")};
}

}  // namespace hansa::transport
