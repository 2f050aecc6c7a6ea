#pragma once
// Where the proxy is that a connection goes through, and what it speaks: SOCKS5 (RFC 1928) or HTTP
// CONNECT (RFC 9110, 9.3.6).

#include <cstdint>
#include <string>
#include <string_view>

#include "common/base/result.h"

namespace hansa::transport {

enum class ProxyKind { kSocks5, kHttp };

struct ProxyAddress {
  ProxyKind kind = ProxyKind::kHttp;
  std::string host;  // name, IPv4, [IPv6]
  uint16_t port = 0;

  std::string Text() const;  // "http://host:3128"
};

// "socks5://host:1080" or "http://host:3128". kBadInput otherwise, and for a URL with a password in
// it: that belongs into a file of its own.
Result<ProxyAddress> ParseProxyAddress(std::string_view text);

}  // namespace hansa::transport
