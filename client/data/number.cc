#include "client/data/number.h"

#include <charconv>
#include <cmath>

namespace hansa::client {

std::optional<double> ParseNumber(std::string_view field) {
  double value = 0;
  const char* end = field.data() + field.size();
  const auto [rest, fault] = std::from_chars(field.data(), end, value);
  if (fault != std::errc() || rest != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace hansa::client
