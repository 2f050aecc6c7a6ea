#pragma once
// "tcp://host:port", checked before ZeroMQ sees it, so that a wrong one gets a clear error.

#include <cstdint>
#include <string>
#include <string_view>

#include "common/base/result.h"

namespace hansa::transport {

struct Address {
  std::string host;  // name, IPv4, [IPv6], or "*" to listen on every interface
  uint16_t port = 0;

  std::string Text() const;
  // Whether `host` may mean IPv6: everything but an IPv4 number.
  bool may_be_ipv6() const;
};

// For listening: "*" and port 0 (any free port) are allowed. kBadInput with an example otherwise.
Result<Address> ParseListenAddress(std::string_view text);
// For connecting: a host and a port from 1 on.
Result<Address> ParsePeerAddress(std::string_view text);
// "host:port" alone, for connecting. The error's `what` says what is wrong with it.
Result<Address> ParseHostAndPort(std::string_view text);

}  // namespace hansa::transport
