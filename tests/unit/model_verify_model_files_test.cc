#include <gmock/gmock.h>

#include <limits>

#include "tests/unit/model_version.h"

namespace hansa {
namespace {

using ::testing::HasSubstr;

std::string FaultOf(const SignedVersion& v) {
  auto result = VerifyModelFiles(*MakeBlob(v.model), v.json, v.sig, v.authority.public_key());
  if (result.ok()) return "accepted";
  EXPECT_EQ(result.error().kind, ErrorKind::kVerification) << result.error().Text();
  return result.error().Text();
}

TEST(VerifyModelFiles, TakesWhatWasSigned) {
  for (const uint64_t version : {0u, 3u}) {
    const SignedVersion v = MakeVersion(version);
    auto manifest = VerifyModelFiles(*MakeBlob(v.model), v.json, v.sig, v.authority.public_key());
    ASSERT_TRUE(manifest.ok()) << manifest.error().Text();
    EXPECT_EQ(*manifest, v.manifest);
  }
}

TEST(VerifyModelFiles, AVoidVersionHasADigestOfItsOwn) {
  SignedVersion v = MakeVersion(3);
  const crypto::Digest parent = v.manifest.model_sha256;
  v.manifest.version = 4;
  v.manifest.lineage.parent_sha256 = parent;
  v.manifest.lineage.is_void = true;
  v.Rewrite();
  EXPECT_EQ(FaultOf(v), "accepted");
  EXPECT_NE(v.manifest.model_sha256, parent);
}

TEST(VerifyModelFiles, NamesAnAlteredManifest) {
  SignedVersion v = MakeVersion();
  v.json.replace(v.json.find("\"sites\": 4"), 10, "\"sites\": 9");
  EXPECT_THAT(FaultOf(v), HasSubstr("the signature does not fit"));
}

TEST(VerifyModelFiles, NoByteOfTheManifestMayChange) {
  const SignedVersion v = MakeVersion();
  for (size_t i = 0; i < v.json.size(); i += 7) {
    SignedVersion altered = MakeVersion();
    altered.json[i] = static_cast<char>(altered.json[i] ^ 1);
    ASSERT_THAT(FaultOf(altered), HasSubstr("signature")) << i;
  }
}

TEST(VerifyModelFiles, NamesAnAlteredSignature) {
  SignedVersion v = MakeVersion();
  const size_t at = v.sig.find("\"signature\": \"") + 20;
  v.sig[at] = v.sig[at] == '0' ? '1' : '0';
  EXPECT_THAT(FaultOf(v), HasSubstr("the signature does not fit"));
  for (const char* sig : {"", "{}", "[]", "{\"format\": \"hansa-signature-1\"}"}) {
    v.sig = sig;
    EXPECT_THAT(FaultOf(v), HasSubstr("not a valid signature file"));
  }
}

TEST(VerifyModelFiles, NamesAnAlteredModelWithBothDigests) {
  SignedVersion v = MakeVersion();
  v.model.back() ^= 1;
  const std::string fault = FaultOf(v);
  EXPECT_THAT(fault, HasSubstr(Hex(crypto::Sha256(v.model))));
  EXPECT_THAT(fault, HasSubstr(Hex(v.manifest.model_sha256)));
  v.model.pop_back();
  EXPECT_THAT(FaultOf(v), HasSubstr("the model file was cut or extended"));
}

TEST(VerifyModelFiles, NeedsThePinnedAuthority) {
  SignedVersion v = MakeVersion();
  crypto::SeededRandom random(99, "another authority");
  const auto other = crypto::SigningKey::Generate(random);
  auto result = VerifyModelFiles(*MakeBlob(v.model), v.json, v.sig, other.public_key());
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().kind, ErrorKind::kVerification);
  EXPECT_THAT(result.error().what, HasSubstr("does not vouch for"));
}

// A coordinator that certifies itself.
TEST(VerifyModelFiles, ACertificateOfAnotherAuthorityIsRefused) {
  SignedVersion v = MakeVersion();
  v.certificate = identity::CertifyCoordinator(v.coordinator, v.coordinator.public_key(), {9});
  v.Resign();
  EXPECT_THAT(FaultOf(v), HasSubstr("does not vouch for"));
}

TEST(VerifyModelFiles, TheLayoutIsTheNetworks) {
  SignedVersion v = MakeVersion();
  v.weights.layout.tensors[0].shape = {3, 2};
  v.Rewrite();
  EXPECT_THAT(FaultOf(v), HasSubstr("tensor 0 is 'layers.0.weight' [3, 2], the network has "
                                    "'layers.0.weight' [2, 3]"));
  v = MakeVersion();
  v.weights.layout.Add("extra", {1});
  v.weights.values.push_back(0);
  v.Rewrite();
  EXPECT_THAT(FaultOf(v), HasSubstr("it has 5 tensors, the network 4"));
}

TEST(VerifyModelFiles, TheModelFileSaysWhichVersionItIs) {
  SignedVersion v = MakeVersion();
  v.manifest.version = 4;
  v.Resign();
  EXPECT_THAT(FaultOf(v), HasSubstr("the model file is of another version"));
}

TEST(VerifyModelFiles, WeightsAreFinite) {
  SignedVersion v = MakeVersion();
  v.weights.values[1] = std::numeric_limits<float>::quiet_NaN();
  v.Rewrite();
  EXPECT_THAT(FaultOf(v), HasSubstr("not finite"));
}

}  // namespace
}  // namespace hansa
