#pragma once
// A proxy and the login for it. Comes from configuration only, never from environment variables.

#include <filesystem>
#include <memory>
#include <optional>

#include "common/transport/proxy/credentials.h"
#include "common/transport/proxy/proxy_address.h"

namespace hansa::transport {

struct Proxy {
  ProxyAddress address;
  std::optional<ProxyCredentials> credentials;
};

// With the login in the file `credentials`; an empty path: none. Errors as ReadProxyCredentials.
Result<std::shared_ptr<const Proxy>> LoadProxy(const ProxyAddress& address,
                                               const std::filesystem::path& credentials);

}  // namespace hansa::transport
