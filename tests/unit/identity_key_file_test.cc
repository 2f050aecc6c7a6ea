#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/atomic_file.h"
#include "common/identity/key_file.h"
#include "tests/unit/identity_temporary_folder.h"

namespace hansa::identity {
namespace {

using testing::HasSubstr;
using testing::Not;

class KeyFileTest : public testing::Test {
 protected:
  std::string WhyNot(const std::string& contents) {
    EXPECT_TRUE(WriteFileAtomically(path, contents, 0600).ok());
    const Result<SecretBytes> key = ReadSecretKeyFile(path);
    return key.ok() ? "accepted" : key.error().Text();
  }
  TemporaryFolder folder;
  std::filesystem::path path = folder / "authority.key";
  const std::string digits = std::string(64, 'a');
};

TEST_F(KeyFileTest, SecretComesBackAndOnlyItsOwnerMayReadIt) {
  const SecretBytes key(ByteSpan(Bytes(32, 7)));
  ASSERT_TRUE(WriteSecretKeyFile(path, key).ok());
  EXPECT_EQ(ModeOf(path), 0600u);
  const Result<SecretBytes> read = ReadSecretKeyFile(path);
  ASSERT_TRUE(read.ok()) << read.error().Text();
  EXPECT_TRUE(*read == key);
}

TEST_F(KeyFileTest, PublicKeyComesBack) {
  PublicKeyBytes key;
  key.fill(9);
  ASSERT_TRUE(WritePublicKeyFile(path, key).ok());
  EXPECT_EQ(ModeOf(path), 0644u);
  const Result<PublicKeyBytes> read = ReadPublicKeyFile(path);
  ASSERT_TRUE(read.ok()) << read.error().Text();
  EXPECT_EQ(*read, key);
}

TEST_F(KeyFileTest, SecretThatOthersMayReadIsRefused) {
  ASSERT_TRUE(WriteSecretKeyFile(path, SecretBytes(size_t{32})).ok());
  ASSERT_EQ(::chmod(path.c_str(), 0644), 0);
  const Result<SecretBytes> read = ReadSecretKeyFile(path);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().kind, ErrorKind::kRefused);
  EXPECT_THAT(read.error().Text(), HasSubstr("0644"));
  EXPECT_THAT(read.error().Text(), HasSubstr("chmod 600"));
}

TEST_F(KeyFileTest, LineEndsAndUpperCaseAreAccepted) {
  EXPECT_EQ(WhyNot(digits), "accepted");
  EXPECT_EQ(WhyNot(digits + "\r\n"), "accepted");
  EXPECT_EQ(WhyNot(std::string(64, 'A') + "\n"), "accepted");
}

TEST_F(KeyFileTest, OtherContentsAreRefusedAndNotShown) {
  EXPECT_THAT(WhyNot(""), HasSubstr("it is not 64 hex digits"));
  EXPECT_THAT(WhyNot(std::string(63, 'a')), HasSubstr("it is not 64 hex digits"));
  EXPECT_THAT(WhyNot(std::string(62, 'a')), HasSubstr("it has 31 bytes; a key has 32"));
  EXPECT_THAT(WhyNot(std::string(66, 'a')), HasSubstr("it has 33 bytes; a key has 32"));
  EXPECT_THAT(WhyNot(" " + digits), HasSubstr("it is not 64 hex digits"));
  EXPECT_THAT(WhyNot("sesame" + digits.substr(6)), Not(HasSubstr("sesame")));
  EXPECT_THAT(WhyNot(std::string(10'000, 'a')), HasSubstr("larger than"));
}

TEST_F(KeyFileTest, MissingFileIsNamed) {
  EXPECT_THAT(ReadPublicKeyFile(folder / "nowhere").error().Text(), HasSubstr("nowhere"));
  EXPECT_THAT(ReadSecretKeyFile(folder / "nowhere").error().Text(), HasSubstr("nowhere"));
}

}  // namespace
}  // namespace hansa::identity
