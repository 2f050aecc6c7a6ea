#include "common/transport/proxy/handshake.h"

#include "common/transport/proxy/http_connect.h"
#include "common/transport/proxy/socks5.h"

namespace hansa::transport {

std::unique_ptr<ProxyHandshake> MakeHandshake(const Proxy& proxy, const Address& target) {
  if (proxy.address.kind == ProxyKind::kSocks5) return std::make_unique<Socks5>(proxy, target);
  return std::make_unique<HttpConnect>(proxy, target);
}

}  // namespace hansa::transport
