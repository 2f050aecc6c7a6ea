#pragma once
// The proxy of site.toml, with its login.

#include <memory>

#include "client/policy/site_config.h"
#include "common/base/result.h"
#include "common/transport/proxy/proxy.h"

namespace hansa::client {

using ProxyHandle = std::shared_ptr<const transport::Proxy>;

// Null when there is none. kBadInput or kRefused for the file of its login.
Result<ProxyHandle> SiteProxy(const SiteConfig& site);

}  // namespace hansa::client
