#include <gtest/gtest.h>

#include "common/transport/proxy/proxy_address.h"

namespace hansa::transport {
namespace {

TEST(ProxyAddress, ReadsBothKinds) {
  for (const char* text : {"http://proxy.plant.example:3128", "socks5://10.0.0.1:1080",
                           "http://[fd00::1]:8080", "socks5://localhost:1"}) {
    const auto proxy = ParseProxyAddress(text);
    ASSERT_TRUE(proxy.ok()) << proxy.error().Text();
    EXPECT_EQ(proxy->Text(), text);
  }
  EXPECT_EQ(ParseProxyAddress("http://a:1/")->Text(), "http://a:1");
  EXPECT_EQ(ParseProxyAddress("socks5://a:1")->kind, ProxyKind::kSocks5);
}

TEST(ProxyAddress, RefusesWhatIsNoneAndSaysHowToWriteOne) {
  for (const char* text : {"", "proxy:3128", "http://", "http://proxy", "http://proxy:0",
                           "http://proxy:3128/path", "socks4://a:1", "tcp://a:1", "http://a b:1",
                           "http://a\r\nX: y:1", "socks5://[::1]", "http://:1", "http://a:65536"}) {
    const auto proxy = ParseProxyAddress(text);
    ASSERT_FALSE(proxy.ok()) << text;
    EXPECT_EQ(proxy.error().kind, ErrorKind::kBadInput);
    EXPECT_NE(proxy.error().next.find("http://host:3128"), std::string::npos);
  }
}

TEST(ProxyAddress, SaysWhatAnotherKindShouldHaveBeen) {
  EXPECT_NE(ParseProxyAddress("socks5h://a:1").error().why.find("by the proxy"), std::string::npos);
  EXPECT_NE(ParseProxyAddress("https://a:1").error().why.find("not encrypted"), std::string::npos);
}

TEST(ProxyAddress, APasswordInItIsRefusedAndNotRepeated) {
  const Error error = ParseProxyAddress("http://plant:secret@proxy:3128").error();
  EXPECT_NE(error.why.find("proxy_credentials"), std::string::npos);
  EXPECT_EQ(error.Text().find("secret"), std::string::npos);
}

}  // namespace
}  // namespace hansa::transport
