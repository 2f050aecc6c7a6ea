#include <gtest/gtest.h>

#include "common/transport/address.h"

namespace hansa::transport {
namespace {

TEST(Address, ReadsHostsOfEveryKind) {
  for (const char* text : {"tcp://127.0.0.1:7423", "tcp://wind.example.org:1", "tcp://[::1]:65535",
                           "tcp://[fe80::1:2]:7"}) {
    const Result<Address> address = ParsePeerAddress(text);
    ASSERT_TRUE(address.ok()) << address.error().Text();
    EXPECT_EQ(address->Text(), text);
  }
}

TEST(Address, ListensAnywhereOnAnyPort) {
  EXPECT_TRUE(ParseListenAddress("tcp://*:0").ok());
  EXPECT_TRUE(ParseListenAddress("tcp://127.0.0.1:0").ok());
  EXPECT_FALSE(ParsePeerAddress("tcp://*:7423").ok());
  EXPECT_FALSE(ParsePeerAddress("tcp://127.0.0.1:0").ok());
}

TEST(Address, RefusesWhatIsNone) {
  for (const char* text :
       {"", "127.0.0.1:7423", "tcp://", "tcp://host", "tcp://:7423", "tcp://host:", "tcp://host:x",
        "tcp://host:65536", "tcp://host:-1", "tcp://host:7423x", "tcp://[::1]", "tcp://[]:1",
        "tcp://a b:1", "tcp://a;b:1", "ipc:///tmp/socket", "inproc://here", "tcp://1::2:7"}) {
    const Result<Address> address = ParsePeerAddress(text);
    ASSERT_FALSE(address.ok()) << text;
    EXPECT_EQ(address.error().kind, ErrorKind::kBadInput);
    EXPECT_FALSE(address.error().why.empty());
    EXPECT_NE(address.error().next.find("tcp://192.0.2.7:7423"), std::string::npos);
  }
}

TEST(Address, KnowsWhatMayBeIpv6) {
  EXPECT_FALSE(ParsePeerAddress("tcp://127.0.0.1:1")->may_be_ipv6());
  EXPECT_TRUE(ParsePeerAddress("tcp://[::1]:1")->may_be_ipv6());
  EXPECT_TRUE(ParsePeerAddress("tcp://host:1")->may_be_ipv6());
  EXPECT_TRUE(ParseListenAddress("tcp://*:1")->may_be_ipv6());
}

}  // namespace
}  // namespace hansa::transport
