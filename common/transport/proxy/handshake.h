#pragma once
// What is said to a proxy until it has connected to the target: pure, bytes in, bytes out. Names of
// targets are always looked up by the proxy.

#include <memory>
#include <optional>
#include <string_view>

#include "common/base/secret_bytes.h"
#include "common/transport/address.h"
#include "common/transport/proxy/proxy.h"
#include "common/transport/proxy/proxy_fault.h"

namespace hansa::transport {

class ProxyHandshake {
 public:
  struct Step {
    size_t taken = 0;     // of the bytes received: not to be given again
    SecretBytes to_send;  // may hold a password
    bool open = false;    // what comes after the taken bytes is the target's
    std::optional<ProxyFault> fault;
  };
  virtual ~ProxyHandshake() = default;
  // What to say first.
  virtual SecretBytes Begin() = 0;
  // `received`: what has come and was not taken yet. Not after open or a fault.
  virtual Step Take(std::string_view received) = 0;
};

// `proxy` must outlive it.
std::unique_ptr<ProxyHandshake> MakeHandshake(const Proxy& proxy, const Address& target);

}  // namespace hansa::transport
