#pragma once
// One connection through a proxy, for ZeroMQ: the socket connects to a local address of the tunnel,
// and a thread of the tunnel's own speaks to the proxy and then carries the bytes. ZeroMQ's own
// SOCKS code is not used (docs/decisions/0011-proxies.md). Only this process may connect to
// the local address. An object is good for one connection; its functions belong to one thread.

#include <memory>
#include <optional>
#include <string>

#include "common/base/time.h"
#include "common/transport/address.h"
#include "common/transport/proxy/proxy.h"
#include "common/transport/proxy/proxy_fault.h"

namespace hansa::transport {

class ProxyTunnel {
 public:
  struct Options {
    std::shared_ptr<const Proxy> proxy;
    Address target;
    Duration limit = seconds(8);         // until the proxy has connected to the target
    Duration flush = milliseconds(500);  // at the end, for what is on its way out
    Duration one_address = seconds(3);   // then the proxy's next address is tried
  };
  explicit ProxyTunnel(Options options);
  // Waits at most `flush` for what was handed over before the local end closed; after Abandon not
  // at all.
  ~ProxyTunnel();
  ProxyTunnel(const ProxyTunnel&) = delete;
  ProxyTunnel& operator=(const ProxyTunnel&) = delete;

  const std::string& local_address() const { return local_address_; }  // ipc://@...
  // Why there is no connection. Set before the local end closes.
  std::optional<ProxyFault> fault() const;
  void Abandon();

 private:
  class Run;
  std::string local_address_;
  std::unique_ptr<Run> run_;
};

}  // namespace hansa::transport
