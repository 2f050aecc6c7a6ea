#include <gtest/gtest.h>

#include <filesystem>

#include "common/base/bytes.h"
#include "common/transport/proxy/proxy.h"
#include "tests/support/temporary_folder.h"

namespace hansa::transport {
namespace {

TEST(ProxyCredentials, TheFirstColonEndsTheUserName) {
  const auto read = ParseProxyCredentials("plant:a:b c\n", "file");
  ASSERT_TRUE(read.ok()) << read.error().Text();
  EXPECT_EQ(read->user, "plant");
  EXPECT_EQ(ToString(read->password.Reveal()), "a:b c");
  EXPECT_EQ(ToString(ParseProxyCredentials("u:p\r\n", "file")->password.Reveal()), "p");
}

TEST(ProxyCredentials, RefusesWhatIsNoneWithoutRepeatingIt) {
  const std::string long_one(256, 'x');
  for (const std::string& text :
       {std::string(), std::string("secret"), std::string(":secret"), std::string("user:"),
        std::string("user:secret\nmore"), std::string("user:sec\x01ret"), long_one + ":secret",
        "user:" + long_one}) {
    const auto read = ParseProxyCredentials(text, "file");
    ASSERT_FALSE(read.ok()) << text;
    EXPECT_EQ(read.error().kind, ErrorKind::kBadInput);
    EXPECT_EQ(read.error().Text().find("secret"), std::string::npos);
  }
}

TEST(ProxyCredentials, AFileThatOthersMayReadIsRefused) {
  const test::TemporaryFolder folder;
  const auto file = folder.Write("login", "plant:secret\n");
  std::filesystem::permissions(file, std::filesystem::perms(0644));
  EXPECT_EQ(ReadProxyCredentials(file).error().kind, ErrorKind::kRefused);
  std::filesystem::permissions(file, std::filesystem::perms(0600));
  EXPECT_EQ(ReadProxyCredentials(file)->user, "plant");
  const auto proxy = LoadProxy(*ParseProxyAddress("http://a:1"), file);
  ASSERT_TRUE(proxy.ok());
  EXPECT_TRUE((*proxy)->credentials.has_value());
  EXPECT_FALSE(LoadProxy(*ParseProxyAddress("http://a:1"), folder.path() / "absent").ok());
}

}  // namespace
}  // namespace hansa::transport
