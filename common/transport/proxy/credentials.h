#pragma once
// User name and password for a proxy. They come from a file that nobody else may read, never from a
// command line, a URL or the environment.

#include <filesystem>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/base/secret_bytes.h"

namespace hansa::transport {

struct ProxyCredentials {
  std::string user;      // 1 to 255 bytes, no ':'
  SecretBytes password;  // 1 to 255 bytes

  ProxyCredentials Clone() const { return {user, password.Clone()}; }
};

// One line, user:password. Errors never repeat it.
Result<ProxyCredentials> ParseProxyCredentials(std::string_view text, std::string_view file);
// kRefused for a file that others may read.
Result<ProxyCredentials> ReadProxyCredentials(const std::filesystem::path& file);

}  // namespace hansa::transport
