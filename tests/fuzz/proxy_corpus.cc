#include "tests/fuzz/corpus.h"

namespace hansa::fuzz {

std::vector<Bytes> ProxyReplies() {
  using namespace std::string_literals;
  const std::vector<std::string> texts = {
      "\xf0HTTP/1.1 200 Connection established\r\nVia: 1.1 p\r\n\r\nafter"s,
      "\x00HTTP/1.0 200\n\n"s,
      "\xfcHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"s,
      "\xfeHTTP/1.1 407 Auth\r\nProxy-Authenticate: NTLM\r\nProxy-Authenticate: Basic a\r\n\r\n"s,
      "\xfcHTTP/1.1 403 Filtered\r\nServer: tinyproxy\r\n\r\n"s,
      "\xfcHTTP/1.1 502 Bad Gateway\r\n\r\n"s,
      "\x01\x05\x00\x05\x00\x00\x01\x7f\x00\x00\x01\x04\x38"s,
      "\x03\x05\x02\x01\x00\x05\x00\x00\x03\x01x\x00\x01"s,
      "\x01\x05\x00\x05\x00\x00\x04"s + std::string(18, 'x'),
      "\x01\x05\x00\x05\x02\x00\x01\x00\x00\x00\x00\x00\x00"s,
      "\x01\x05\xff"s};
  std::vector<Bytes> replies;
  for (const std::string& text : texts) replies.push_back(ToBytes(text));
  return replies;
}

std::vector<Bytes> ProxyAddresses() {
  std::vector<Bytes> addresses;
  for (const char* text :
       {"http://proxy.plant.example:3128", "socks5://10.0.0.1:1080", "http://[fd00::1]:8080/",
        "socks5h://a:1", "https://a:1", "http://user:password@a:1", "user:password\n"})
    addresses.push_back(ToBytes(std::string_view(text)));
  return addresses;
}

}  // namespace hansa::fuzz
