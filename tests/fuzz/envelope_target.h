#pragma once
// What holds for an envelope of either direction: it is a checked message that says the same again,
// or it has the name of a fault.

#include <optional>
#include <string>
#include <string_view>

#include "common/base/check.h"
#include "tests/fuzz/same_bytes.h"

namespace hansa::fuzz {

inline constexpr size_t kVectorBytes = 64;

// `parse` as wire::ParseToSite. The message's bytes; empty: it was refused.
template <typename Parse>
std::optional<std::string> Taken(Parse parse, std::string_view envelope, size_t payload_bytes) {
  const auto parsed = parse(envelope, payload_bytes);
  HANSA_CHECK(parsed.ok() == parsed.fault().empty());
  if (!parsed.ok()) return std::nullopt;
  std::string bytes = BytesOf(*parsed);
  const auto again = parse(bytes, payload_bytes);
  HANSA_CHECK(again.ok() && BytesOf(*again) == bytes);
  return bytes;
}

}  // namespace hansa::fuzz
