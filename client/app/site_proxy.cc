#include "client/app/site_proxy.h"

namespace hansa::client {

Result<ProxyHandle> SiteProxy(const SiteConfig& site) {
  if (!site.proxy) return ProxyHandle();
  return transport::LoadProxy(*site.proxy, site.proxy_credentials);
}

}  // namespace hansa::client
