#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/bytes.h"
#include "common/model/network_file.h"

namespace hansa {
namespace {

using ::testing::HasSubstr;

const std::string kFile = "a network";

Manifest Named() {
  Manifest manifest;
  manifest.network.architecture = Architecture::kTorchScript;
  manifest.network.script.sha256 = crypto::Sha256(AsSpan(kFile));
  return manifest;
}

TEST(NetworkFile, IsTheOneThatTheManifestNames) {
  EXPECT_TRUE(VerifyNetworkFile(*MakeBlob(ToBytes(kFile)), Named()).ok());
  const Result<> other = VerifyNetworkFile(*MakeBlob(ToBytes(kFile + "!")), Named());
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().kind, ErrorKind::kVerification);
  EXPECT_THAT(other.error().why, HasSubstr(Hex(Named().network.script.sha256)));
}

TEST(NetworkFile, BelongsToANetworkThatIsAFile) {
  EXPECT_EQ(VerifyNetworkFile(*MakeBlob(ToBytes(kFile)), Manifest()).error().kind,
            ErrorKind::kVerification);
}

}  // namespace
}  // namespace hansa
