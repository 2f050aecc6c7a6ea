// The worked example of docs/protocol/identity.md: every number in it is made here from the seeds
// that it names, so that the document cannot drift from the code.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/atomic_file.h"
#include "common/crypto/contexts.h"
#include "common/crypto/x25519.h"
#include "common/identity/authority.h"
#include "common/identity/credential.h"
#include "common/identity/directory.h"
#include "common/identity/signed_message.h"

namespace hansa::identity {
namespace {

using testing::HasSubstr;

SecretBytes Repeated(uint8_t byte) { return SecretBytes(ByteSpan(Bytes(32, byte))); }

class DocumentTest : public testing::Test {
 protected:
  const std::string document =
      ReadFile(std::string(HANSA_SOURCE_DIR) + "/docs/protocol/identity.md", 1 << 20).value();
  const crypto::SigningKey authority = crypto::SigningKey::FromSeed(Repeated(0x01));
  const crypto::SigningKey invitation = crypto::SigningKey::FromSeed(Repeated(0x02));
  const crypto::X25519Key invitation_curve = crypto::X25519Key::FromSecret(Repeated(0x03));
  const crypto::SigningKey site = crypto::SigningKey::FromSeed(Repeated(0x04));
  const crypto::X25519Key site_curve = crypto::X25519Key::FromSecret(Repeated(0x05));

  void ExpectPrinted(std::string_view name, ByteSpan bytes) const {
    EXPECT_THAT(document, HasSubstr(Hex(bytes))) << name;
  }
  v1::Signed Invited(const std::string& site_id) const {
    v1::InvitationCertificate invited;
    invited.set_version(1);
    invited.set_site_id(site_id);
    invited.set_invitation_key(ToString(invitation.public_key()));
    invited.set_invitation_curve_key(ToString(invitation_curve.public_key()));
    invited.set_expires_unix_ms(1767225600000);
    return SignMessage(authority, crypto::context::kInvitation, invited);
  }
  v1::SiteCredential Credential() const {
    v1::SiteCertificate certified;
    certified.set_version(1);
    certified.set_site_id("00112233aabbccdd");
    certified.set_identity_key(ToString(site.public_key()));
    certified.set_curve_key(ToString(site_curve.public_key()));
    v1::SiteCredential credential;
    *credential.mutable_invitation() = Invited("00112233aabbccdd");
    *credential.mutable_certificate() = SignMessage(invitation, crypto::context::kSite, certified);
    return credential;
  }
};

TEST_F(DocumentTest, ExampleIsWhatTheCodeMakes) {
  const v1::SiteCredential credential = Credential();
  ExpectPrinted("authority", authority.public_key());
  ExpectPrinted("invitation payload", AsSpan(credential.invitation().payload()));
  ExpectPrinted("invitation signature", AsSpan(credential.invitation().signature()));
  ExpectPrinted("site payload", AsSpan(credential.certificate().payload()));
  ExpectPrinted("site signature", AsSpan(credential.certificate().signature()));
  const auto verified = VerifySiteCredential(credential, authority.public_key());
  ASSERT_TRUE(verified.ok()) << verified.error().Text();
  EXPECT_EQ(verified->site_id, "00112233aabbccdd");
}

// The numbers were computed by a program of its own, in Python.
TEST_F(DocumentTest, TheDirectoryToo) {
  DirectoryLeaves leaves;
  for (const char* id : {"00112233aabbccdd", "1111111111111111", "2222222222222222"})
    leaves[id] = Invited(id).payload();
  const v1::Signed directory = SignDirectory(authority, 7, leaves, 1767225600000);
  ExpectPrinted("directory payload", AsSpan(directory.payload()));
  ExpectPrinted("directory signature", AsSpan(directory.signature()));
  for (const auto& leaf : leaves)
    ExpectPrinted("leaf hash", crypto::MerkleRoot({AsSpan(leaf.second)}));
  const auto published = PublishedDirectory::Open(directory, leaves, authority.public_key());
  ASSERT_TRUE(published.ok()) << published.error().Text();
  const InclusionProof proof = (*published)->Prove({"00112233aabbccdd", "2222222222222222"});
  EXPECT_EQ(proof.places, (std::vector<uint32_t>{0, 2}));
  ASSERT_EQ(proof.path.size(), 1u);
  EXPECT_THAT(document, HasSubstr("    inclusion           " + Hex(proof.path[0])));
  EXPECT_THAT(document, HasSubstr("\n                        " +
                                  ListedSiteId(invitation.public_key()) + "\n"));
}

TEST_F(DocumentTest, EveryContextIsListed) {
  for (const std::string_view context :
       {crypto::context::kInvitation, crypto::context::kSite, crypto::context::kCoordinator,
        crypto::context::kRevocation, crypto::context::kDirectory, crypto::context::kSessionParams,
        crypto::context::kAdvertise, crypto::context::kShares, crypto::context::kMasked,
        crypto::context::kAlive, crypto::context::kManifest}) {
    const std::string printed(context.substr(0, context.size() - 1));
    EXPECT_THAT(document, HasSubstr("`" + printed + "\\n`"));
  }
}

}  // namespace
}  // namespace hansa::identity
