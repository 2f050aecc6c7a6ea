#pragma once
// A site.toml to start from, shown where one is missing.

#include <string>

namespace hansa::client {

// `keys`: further lines for it, before its tables.
std::string ExampleConfig(const std::string& site_name, const std::string& keys = "");

}  // namespace hansa::client
