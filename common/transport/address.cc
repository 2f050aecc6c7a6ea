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

Result<Address> Parse(std::string_view text) {
  if (!text.starts_with(kScheme)) return BadAddress(text, "it does not begin with tcp://");
  const std::string_view rest = text.substr(kScheme.size());
  const size_t colon = rest.rfind(':');
  if (colon == std::string_view::npos || rest.ends_with(']'))
    return BadAddress(text, "it has no port");
  const std::optional<uint16_t> port = ParsePort(rest.substr(colon + 1));
  if (!port)
    return BadAddress(text, StrCat("'", rest.substr(colon + 1), "' is no port (0 to 65535)"));
  return Address{std::string(rest.substr(0, colon)), *port};
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

Result<Address> ParsePeerAddress(std::string_view text) {
  Address address = HANSA_TRY(Parse(text));
  if (!IsHost(address.host)) return BadAddress(text, StrCat("'", address.host, "' is no host"));
  if (address.port == 0) return BadAddress(text, "port 0 cannot be connected to");
  return address;
}

}  // namespace hansa::transport
