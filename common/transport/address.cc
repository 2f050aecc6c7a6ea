#include "common/transport/address.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "common/base/text.h"

namespace hansa::transport {
namespace {

constexpr std::string_view kScheme = "tcp://";
constexpr size_t kLongestHost = 255;

Error BadAddress(std::string_view text, std::string why) {
  return BadInput(StrCat("'", text.substr(0, 300), "' is no address"), std::move(why),
                  "Write it as tcp://host:port, for example tcp://192.0.2.7:7423");
}

std::optional<uint16_t> ParsePort(std::string_view text) {
  uint16_t port = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), port);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) return std::nullopt;
  return port;
}

bool IsHostCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '-' || c == '_';
}

bool IsBracketed(std::string_view host) {
  if (host.size() < 4 || host.front() != '[' || host.back() != ']') return false;
  const std::string_view inside = host.substr(1, host.size() - 2);
  return inside.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
}

bool IsHost(std::string_view host) {
  if (host.empty() || host.size() > kLongestHost) return false;
  return IsBracketed(host) || std::all_of(host.begin(), host.end(), IsHostCharacter);
}

// Host and port; the host is not checked yet.
Result<Address> Split(std::string_view text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || text.ends_with(']')) return BadInput("it has no port");
  const std::string_view digits = text.substr(colon + 1);
  const std::optional<uint16_t> port = ParsePort(digits);
  if (!port) return BadInput(StrCat("'", digits, "' is no port (0 to 65535)"));
  return Address{std::string(text.substr(0, colon)), *port};
}

Result<Address> Parse(std::string_view text) {
  if (!text.starts_with(kScheme)) return BadAddress(text, "it does not begin with tcp://");
  Result<Address> address = Split(text.substr(kScheme.size()));
  if (!address.ok()) return BadAddress(text, std::move(address).error().what);
  return address;
}

}  // namespace

std::string Address::Text() const { return StrCat(kScheme, host, ":", port); }

bool Address::may_be_ipv6() const {
  return host.find_first_not_of("0123456789.") != std::string::npos;
}

Result<Address> ParseListenAddress(std::string_view text) {
  Address address = HANSA_TRY(Parse(text));
  if (address.host != "*" && !IsHost(address.host))
    return BadAddress(text, StrCat("'", address.host, "' is no host"));
  return address;
}

Result<Address> ParseHostAndPort(std::string_view text) {
  Address address = HANSA_TRY(Split(text));
  if (!IsHost(address.host)) return BadInput(StrCat("'", address.host, "' is no host"));
  if (address.port == 0) return BadInput("port 0 cannot be connected to");
  return address;
}

Result<Address> ParsePeerAddress(std::string_view text) {
  if (!text.starts_with(kScheme)) return BadAddress(text, "it does not begin with tcp://");
  Result<Address> address = ParseHostAndPort(text.substr(kScheme.size()));
  if (!address.ok()) return BadAddress(text, std::move(address).error().what);
  return address;
}

}  // namespace hansa::transport
