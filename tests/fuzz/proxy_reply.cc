// What a proxy answers, in pieces: the first byte says which kind it is, whether there is a login,
// and how long the pieces are.

#include <algorithm>

#include "common/base/bytes.h"
#include "common/base/check.h"
#include "common/transport/proxy/connect_reply.h"
#include "common/transport/proxy/handshake.h"
#include "common/transport/proxy/proxy_limits.h"

namespace {

using namespace hansa;
using namespace hansa::transport;

Proxy ProxyFor(uint8_t choice) {
  Proxy proxy{*ParseProxyAddress(choice & 1 ? "socks5://p:1" : "http://p:1"), std::nullopt};
  if (choice & 2) proxy.credentials = *ParseProxyCredentials("user:password", "file");
  return proxy;
}

void CheckFault(const ProxyFault& fault) {
  HANSA_CHECK(!fault.error.what.empty() && !fault.error.next.empty());
  HANSA_CHECK(fault.error.Text().size() < 1024);
  for (const char c : fault.error.Text()) HANSA_CHECK(static_cast<unsigned char>(c) >= 0x20);
}

void CheckReply(std::string_view text) {
  const ConnectReply reply = ParseConnectReply(text);
  if (reply.state != ConnectReply::State::kComplete) return;
  HANSA_CHECK(reply.size <= std::min(text.size(), limits::kProxyReplyBytes));
  HANSA_CHECK(text[reply.size - 1] == '\n' && reply.status >= 100 && reply.status < 600);
  HANSA_CHECK(reply.text.size() <= 120 && reply.schemes.size() <= 8);
  // Nothing behind its head matters.
  HANSA_CHECK(ParseConnectReply(text.substr(0, reply.size)).size == reply.size);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return -1;
  const std::string_view all = AsView({data + 1, size - 1});
  CheckReply(all);
  const Proxy proxy = ProxyFor(data[0]);
  const auto handshake = MakeHandshake(proxy, {"host.example", 7423});
  handshake->Begin();
  const size_t piece = 1 + (data[0] >> 2);
  std::string received;
  for (size_t at = 0; at < all.size(); at += piece) {
    received += all.substr(at, piece);
    const auto step = handshake->Take(received);
    HANSA_CHECK(step.taken <= received.size() && step.to_send.size() < 1024);
    received.erase(0, step.taken);
    if (step.fault) CheckFault(*step.fault);
    if (step.fault || step.open) return step.open ? 0 : -1;
    HANSA_CHECK(received.size() <= limits::kProxyReplyBytes);
  }
  return -1;
}
