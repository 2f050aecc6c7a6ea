#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/crypto/contexts.h"
#include "common/identity/credential.h"
#include "common/identity/signed_message.h"
#include "tests/unit/identity_fixture.h"

namespace hansa::identity {
namespace {

using testing::HasSubstr;
namespace context = crypto::context;

template <typename T>
std::string Why(const Result<T>& result) {
  return result.ok() ? "accepted" : result.error().Text();
}

class CredentialTest : public testing::Test, protected Fixture {
 protected:
  Result<VerifiedSite> Verify(const v1::SiteCredential& shown) const {
    return VerifySiteCredential(shown, authority.public_key(), std::nullopt);
  }
  // The contents of the good certificates, to be changed and signed again.
  v1::SiteCertificate SiteContents() const {
    v1::SiteCertificate contents;
    EXPECT_TRUE(contents.ParseFromString(credential.certificate().payload()));
    return contents;
  }
  v1::InvitationCertificate InvitationContents() const {
    v1::InvitationCertificate contents;
    EXPECT_TRUE(contents.ParseFromString(credential.invitation().payload()));
    return contents;
  }
  v1::SiteCredential WithSite(const v1::SiteCertificate& contents) const {
    v1::SiteCredential out = credential;
    *out.mutable_certificate() = SignMessage(invitation.key, context::kSite, contents);
    return out;
  }
  v1::SiteCredential WithInvitation(const v1::InvitationCertificate& contents) const {
    v1::SiteCredential out = credential;
    *out.mutable_invitation() = SignMessage(authority, context::kInvitation, contents);
    return out;
  }
};

TEST_F(CredentialTest, GoodCredentialNamesItsSite) {
  const Result<VerifiedSite> verified = Verify(credential);
  ASSERT_TRUE(verified.ok()) << Why(verified);
  EXPECT_EQ(verified->site_id, issued.site_id);
  EXPECT_TRUE(IsSiteId(verified->site_id));
  EXPECT_EQ(verified->identity_key, site.public_key());
  EXPECT_EQ(verified->curve_key, site_curve.public_key());
}

TEST_F(CredentialTest, AnotherAuthorityIsRefused) {
  const auto result = VerifySiteCredential(credential, stranger.public_key(), std::nullopt);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().kind, ErrorKind::kVerification);
  EXPECT_THAT(Why(result), HasSubstr("the invitation's certificate"));
  EXPECT_THAT(Why(result), HasSubstr(Hex(stranger.public_key())));
}

TEST_F(CredentialTest, ForgedInvitationIsRefused) {
  v1::SiteCredential forged = credential;
  *forged.mutable_invitation() = SignMessage(stranger, context::kInvitation, InvitationContents());
  EXPECT_THAT(Why(Verify(forged)), HasSubstr("its signature is not by the key"));
}

TEST_F(CredentialTest, SiteCertifiedByAnotherInvitationIsRefused) {
  const Invitation other = CheckInvitation(Issue().value().invitation).value();
  v1::SiteCredential mixed = credential;
  *mixed.mutable_invitation() = other.certificate;
  EXPECT_THAT(Why(Verify(mixed)), HasSubstr("the site's certificate"));
}

// The invitation's key may certify the site of its own id and no other.
TEST_F(CredentialTest, InvitationForOneSiteCertifiesNoOther) {
  v1::SiteCertificate contents = SiteContents();
  contents.set_site_id("0123456789abcdef");
  EXPECT_THAT(Why(Verify(WithSite(contents))),
              HasSubstr("its invitation for site " + issued.site_id));
}

TEST_F(CredentialTest, ExpiryCountsOnlyWhereTheInvitationIsUsed) {
  const auto at = [this](UnixMillis now) {
    return VerifySiteCredential(credential, authority.public_key(), now);
  };
  EXPECT_TRUE(at(kExpiry - 1).ok());
  const auto late = at(kExpiry);
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().kind, ErrorKind::kRefused);
  EXPECT_THAT(Why(late), HasSubstr("expired"));
  EXPECT_THAT(Why(late), HasSubstr(FormatUtc(kExpiry)));
  EXPECT_TRUE(Verify(credential).ok());
}

TEST_F(CredentialTest, EveryAlteredByteIsRefused) {
  const std::string bytes = credential.SerializeAsString();
  for (size_t at = 0; at < bytes.size(); ++at) {
    for (const char change : {'\x01', '\x20', '\x80', '\xff'}) {
      std::string altered = bytes;
      altered[at] = static_cast<char>(altered[at] ^ change);
      v1::SiteCredential read;
      if (!read.ParseFromString(altered)) continue;  // refused by the parser
      EXPECT_FALSE(Verify(read).ok()) << "byte " << at;
    }
  }
}

TEST_F(CredentialTest, EveryTruncationIsRefused) {
  const std::string bytes = credential.SerializeAsString();
  for (size_t length = 0; length < bytes.size(); ++length) {
    v1::SiteCredential read;
    if (!read.ParseFromString(bytes.substr(0, length))) continue;
    EXPECT_FALSE(Verify(read).ok()) << length;
  }
}

TEST_F(CredentialTest, MissingPartsAreNamed) {
  EXPECT_THAT(Why(Verify({})), HasSubstr("the invitation's certificate: it is missing"));
  v1::SiteCredential half = credential;
  half.clear_certificate();
  EXPECT_THAT(Why(Verify(half)), HasSubstr("the site's certificate: it is missing"));
}

// Signed by the right key, and still not understood: refused, since its signer meant something.
TEST_F(CredentialTest, UnknownFieldInASignedPayloadIsRefused) {
  v1::SiteCredential extended = credential;
  const std::string payload = credential.certificate().payload() + std::string("\x78\x01", 2);
  extended.mutable_certificate()->set_payload(payload);
  extended.mutable_certificate()->set_signature(
      ToString(invitation.key.Sign(context::kSite, AsSpan(payload))));
  EXPECT_THAT(Why(Verify(extended)), HasSubstr("fields that this version"));
}

TEST_F(CredentialTest, MalformedSignedPayloadIsRefused) {
  v1::SiteCredential broken = credential;
  broken.mutable_certificate()->set_payload("\xff\xff");
  broken.mutable_certificate()->set_signature(
      ToString(invitation.key.Sign(context::kSite, AsSpan("\xff\xff"))));
  EXPECT_THAT(Why(Verify(broken)), HasSubstr("malformed"));
}

TEST_F(CredentialTest, VersionIsChecked) {
  for (const uint32_t version : {0u, 2u}) {
    v1::SiteCertificate certificate = SiteContents();
    certificate.set_version(version);
    EXPECT_THAT(Why(Verify(WithSite(certificate))),
                HasSubstr("its version is " + std::to_string(version)));
    v1::InvitationCertificate invited = InvitationContents();
    invited.set_version(version);
    EXPECT_THAT(Why(Verify(WithInvitation(invited))),
                HasSubstr("its version is " + std::to_string(version)));
  }
}

TEST_F(CredentialTest, KeyLengthsAreChecked) {
  for (const size_t length : {size_t{0}, size_t{31}, size_t{33}}) {
    const std::string key(length, 'k');
    v1::SiteCertificate certificate = SiteContents();
    certificate.set_identity_key(key);
    EXPECT_THAT(Why(Verify(WithSite(certificate))), HasSubstr("its identity_key has"));
    certificate = SiteContents();
    certificate.set_curve_key(key);
    EXPECT_THAT(Why(Verify(WithSite(certificate))), HasSubstr("its curve_key has"));
    v1::InvitationCertificate invited = InvitationContents();
    invited.set_invitation_key(key);
    EXPECT_THAT(Why(Verify(WithInvitation(invited))), HasSubstr("its invitation_key has"));
  }
}

TEST_F(CredentialTest, CurveKeyOfLowOrderIsRefused) {
  v1::SiteCertificate certificate = SiteContents();
  certificate.set_curve_key(std::string(32, '\0'));
  EXPECT_THAT(Why(Verify(WithSite(certificate))), HasSubstr("agrees on no secret"));
}

TEST_F(CredentialTest, SiteIdsAreSixteenLowerCaseHexDigits) {
  EXPECT_TRUE(IsSiteId("0123456789abcdef"));
  for (const char* bad : {"", "0123456789abcde", "0123456789abcdef0", "0123456789ABCDEF",
                          "0123456789abcdeg", "../../etc/passwd"}) {
    EXPECT_FALSE(IsSiteId(bad)) << bad;
    v1::InvitationCertificate invited = InvitationContents();
    invited.set_site_id(bad);
    EXPECT_THAT(Why(Verify(WithInvitation(invited))), HasSubstr("lower-case hex digits")) << bad;
  }
}

TEST_F(CredentialTest, SignatureOfAnotherContextIsRefused) {
  v1::SiteCredential swapped = credential;
  *swapped.mutable_certificate() =
      SignMessage(invitation.key, context::kInvitation, SiteContents());
  EXPECT_THAT(Why(Verify(swapped)), HasSubstr("its signature is not by the key"));
  // A revocation and an invitation are both the authority's; neither passes for the other.
  const v1::Signed revocation = SignRevocation(authority, issued.site_id, kNow);
  EXPECT_FALSE(VerifyInvitationCertificate(revocation, authority.public_key()).ok());
  EXPECT_FALSE(VerifyRevocation(issued.certificate, authority.public_key()).ok());
  EXPECT_FALSE(VerifyCoordinatorCertificate(issued.certificate, authority.public_key()).ok());
}

TEST_F(CredentialTest, CoordinatorCertificate) {
  const auto good = VerifyCoordinatorCertificate(coordinator_certificate, authority.public_key());
  ASSERT_TRUE(good.ok()) << Why(good);
  EXPECT_EQ(good->signing_key, coordinator.public_key());
  EXPECT_EQ(good->curve_key, coordinator_curve.public_key());
  // Signed by the coordinator itself, or under another authority: refused.
  const v1::Signed own =
      CertifyCoordinator(coordinator, coordinator.public_key(), coordinator_curve.public_key());
  EXPECT_FALSE(VerifyCoordinatorCertificate(own, authority.public_key()).ok());
  EXPECT_FALSE(VerifyCoordinatorCertificate(coordinator_certificate, stranger.public_key()).ok());
}

TEST_F(CredentialTest, Revocation) {
  const v1::Signed revocation = SignRevocation(authority, issued.site_id, kNow);
  const auto good = VerifyRevocation(revocation, authority.public_key());
  ASSERT_TRUE(good.ok()) << Why(good);
  EXPECT_EQ(good->site_id, issued.site_id);
  EXPECT_EQ(good->issued_unix_ms, kNow);
  EXPECT_FALSE(
      VerifyRevocation(SignRevocation(coordinator, issued.site_id, kNow), authority.public_key())
          .ok());
  EXPECT_FALSE(VerifyRevocation(SignRevocation(authority, "", kNow), authority.public_key()).ok());
}

}  // namespace
}  // namespace hansa::identity
