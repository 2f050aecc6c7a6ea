#include "common/transport/proxy/proxy.h"

namespace hansa::transport {

Result<std::shared_ptr<const Proxy>> LoadProxy(const ProxyAddress& address,
                                               const std::filesystem::path& credentials) {
  auto proxy = std::make_shared<Proxy>();
  proxy->address = address;
  if (!credentials.empty()) proxy->credentials = HANSA_TRY(ReadProxyCredentials(credentials));
  return std::shared_ptr<const Proxy>(std::move(proxy));
}

}  // namespace hansa::transport
