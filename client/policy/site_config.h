#pragma once
// site.toml, checked: whoever holds a SiteConfig may rely on what is said here. Schema:
// proto/hansa/v1/site_config.proto.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/policy/site_policy.h"
#include "common/base/result.h"
#include "common/transport/proxy/proxy_address.h"

namespace hansa::client {

struct DataSource {
  std::filesystem::path path;                 // absolute
  std::map<std::string, std::string> rename;  // column of the file -> the job's name for it
};

struct SiteConfig {
  std::string name;              // 1 to 64 bytes, printable
  std::filesystem::path state;   // absolute; default "state" beside the file
  std::vector<DataSource> data;  // at least one; the rows are taken in this order
  SitePolicy policy;
  uint64_t model_cache = uint64_t{8} << 30;  // bytes of models kept from round to round
  std::optional<transport::ProxyAddress> proxy;
  std::filesystem::path proxy_credentials;  // absolute; empty: none
};

// Reads and checks the file at `path`. kBadInput names the key and, where there is one, the line.
// Does not look at the data files: client/data does. Does not read the proxy's credentials:
// client/app does.
Result<SiteConfig> LoadSiteConfig(const std::filesystem::path& path);

// The same for text already read. Relative paths start at `folder`; `file` is named in errors.
Result<SiteConfig> ParseSiteConfig(std::string_view toml, const std::filesystem::path& folder,
                                   std::string_view file);

}  // namespace hansa::client
