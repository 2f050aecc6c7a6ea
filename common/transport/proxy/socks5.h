#pragma once
// SOCKS5's CONNECT (RFC 1928), with user name and password (RFC 1929) when there are credentials.

#include <string>

#include "common/transport/proxy/handshake.h"

namespace hansa::transport {

class Socks5 final : public ProxyHandshake {
 public:
  Socks5(const Proxy& proxy, const Address& target) : proxy_(proxy), target_(target) {}
  SecretBytes Begin() override;
  Step Take(std::string_view received) override;

 private:
  enum class Awaits { kMethod, kLogin, kReply };
  Step TakeMethod(std::string_view received);
  Step TakeLogin(std::string_view received);
  Step TakeReply(std::string_view received);
  SecretBytes Login() const;
  SecretBytes Request() const;

  ProxyFault NoSocks(std::string why) const;
  ProxyFault NoLogin(std::string why) const;
  ProxyFault FaultOf(uint8_t code) const;

  const Proxy& proxy_;
  const Address target_;
  Awaits awaits_ = Awaits::kMethod;
};

}  // namespace hansa::transport
