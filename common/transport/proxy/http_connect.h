#pragma once
// HTTP CONNECT, with Basic authentication (RFC 9110, 9.3.6; RFC 7617) when there are credentials.

#include <string>

#include "common/transport/proxy/connect_reply.h"
#include "common/transport/proxy/handshake.h"

namespace hansa::transport {

class HttpConnect final : public ProxyHandshake {
 public:
  HttpConnect(const Proxy& proxy, const Address& target);
  SecretBytes Begin() override;
  Step Take(std::string_view received) override;

 private:
  ProxyFault FaultOf(const ConnectReply& reply) const;
  ProxyFault Unauthenticated(const ConnectReply& reply) const;

  const Proxy& proxy_;
  const std::string target_;  // host:port
  int interim_ = 0;           // answers of 1xx before the one that counts
};

}  // namespace hansa::transport
