#pragma once
// A site.toml to start from, shown where one is missing.

#include <string>

namespace hansa::client {

std::string ExampleConfig(const std::string& site_name);

}  // namespace hansa::client
