#pragma once
// Numbers in files, read the same way under every locale.

#include <optional>
#include <string_view>

namespace hansa::client {

// The whole field must be one finite decimal number: no spaces, no "+", no "nan", "inf" or
// hexadecimal, no decimal comma, nothing beyond the range of a double.
std::optional<double> ParseNumber(std::string_view field);

}  // namespace hansa::client
