#include "common/transport/proxy/proxy_address.h"

#include "common/base/text.h"
#include "common/transport/address.h"

namespace hansa::transport {
namespace {

constexpr std::string_view kSocks5 = "socks5://", kHttp = "http://";

Error BadProxy(std::string_view text, std::string why) {
  return BadInput(StrCat("'", PlainText(text, 300), "' is no proxy"), std::move(why),
                  "Write it as http://host:3128 or socks5://host:1080");
}

// What a URL of another kind should have been.
std::string WrongKind(std::string_view text) {
  if (text.starts_with("https://"))
    return "the way to the proxy itself is not encrypted (the connection through it is): only "
           "http:// and socks5:// are spoken";
  if (text.starts_with("socks5h://"))
    return "socks5:// is enough: names are always looked up by the proxy";
  return "it begins with neither http:// nor socks5://";
}

}  // namespace

std::string ProxyAddress::Text() const {
  return StrCat(kind == ProxyKind::kSocks5 ? kSocks5 : kHttp, host, ":", port);
}

Result<ProxyAddress> ParseProxyAddress(std::string_view text) {
  ProxyAddress proxy;
  if (text.starts_with(kSocks5))
    proxy.kind = ProxyKind::kSocks5;
  else if (!text.starts_with(kHttp))
    return BadProxy(text.substr(0, text.find("://")), WrongKind(text));
  std::string_view rest = text.substr(text.find("://") + 3);
  if (rest.find('@') != std::string_view::npos)  // not repeated here: it may hold a password
    return BadProxy(text.substr(0, text.find("://")),
                    "user name and password belong into a file of mode 0600, proxy_credentials");
  if (rest.ends_with('/')) rest.remove_suffix(1);
  const Result<Address> address = ParseHostAndPort(rest);
  if (!address.ok()) return BadProxy(text, address.error().what);
  proxy.host = address->host;
  proxy.port = address->port;
  return proxy;
}

}  // namespace hansa::transport
