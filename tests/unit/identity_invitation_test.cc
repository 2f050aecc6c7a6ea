#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "common/identity/invitation.h"
#include "tests/unit/identity_fixture.h"

namespace hansa::identity {
namespace {

using testing::HasSubstr;

class InvitationTest : public testing::Test, protected Fixture {
 protected:
  std::string WhyNot(const std::function<void(v1::Invitation&)>& change) const {
    v1::Invitation changed = issued.invitation;
    change(changed);
    const Result<Invitation> checked = CheckInvitation(changed);
    return checked.ok() ? "accepted" : checked.error().Text();
  }
};

TEST_F(InvitationTest, CarriesWhatTheSiteNeeds) {
  EXPECT_EQ(invitation.address, "tcp://127.0.0.1:7700");
  EXPECT_EQ(invitation.site_name, "R80711");
  EXPECT_EQ(invitation.authority, authority.public_key());
  EXPECT_EQ(invitation.coordinator.signing_key, coordinator.public_key());
  EXPECT_EQ(invitation.coordinator.curve_key, coordinator_curve.public_key());
  EXPECT_EQ(invitation.invitation.site_id, issued.site_id);
  EXPECT_EQ(invitation.invitation.expires_unix_ms, kExpiry);
}

TEST_F(InvitationTest, EveryInvitationHasItsOwnIdAndKeys) {
  std::set<std::string> ids;
  std::set<std::string> secrets;
  for (int i = 0; i < 50; ++i) {
    const IssuedInvitation one = Issue().value();
    ids.insert(one.site_id);
    secrets.insert(one.invitation.invitation_secret());
    secrets.insert(one.invitation.invitation_curve_secret());
  }
  EXPECT_EQ(ids.size(), 50u);
  EXPECT_EQ(secrets.size(), 100u);
}

TEST_F(InvitationTest, WrongFieldsAreNamed) {
  EXPECT_THAT(WhyNot([](auto& i) { i.set_version(2); }), HasSubstr("its version is 2"));
  EXPECT_THAT(WhyNot([](auto& i) { i.set_address("http://x"); }), HasSubstr("'http://x'"));
  EXPECT_THAT(WhyNot([](auto& i) { i.set_site_name(""); }), HasSubstr("site name"));
  EXPECT_THAT(WhyNot([](auto& i) { i.set_site_name("a\x1b[2J"); }), HasSubstr("control character"));
  EXPECT_THAT(WhyNot([](auto& i) { i.set_authority_key("short"); }),
              HasSubstr("its authority_key has 5 bytes"));
  EXPECT_THAT(WhyNot([](auto& i) { i.clear_coordinator(); }),
              HasSubstr("the coordinator's certificate: it is missing"));
  EXPECT_THAT(WhyNot([](auto& i) { i.clear_certificate(); }),
              HasSubstr("the invitation's certificate: it is missing"));
  EXPECT_THAT(WhyNot([](auto& i) { i.set_invitation_secret("short"); }),
              HasSubstr("its invitation_secret has 5 bytes"));
  EXPECT_THAT(WhyNot([](auto& i) { i.set_invitation_curve_secret(""); }),
              HasSubstr("its invitation_curve_secret has 0 bytes"));
}

TEST_F(InvitationTest, SecretsMustFitTheCertifiedKeys) {
  EXPECT_THAT(WhyNot([](auto& i) { i.set_invitation_secret(std::string(32, 'x')); }),
              HasSubstr("does not fit the certified invitation_key"));
  EXPECT_THAT(WhyNot([](auto& i) { i.set_invitation_curve_secret(std::string(32, 'x')); }),
              HasSubstr("does not fit the certified invitation_curve_key"));
}

// Exchanging the authority's key alone does not help a forger: both certificates hang on it.
TEST_F(InvitationTest, AnotherAuthorityFitsNeitherCertificate) {
  EXPECT_THAT(WhyNot([this](auto& i) { i.set_authority_key(ToString(stranger.public_key())); }),
              HasSubstr("the coordinator's certificate: its signature is not by the key"));
}

TEST_F(InvitationTest, IssuingRefusesWhatNoSiteCouldUse) {
  InvitationRequest request = Request();
  request.site_name = std::string(65, 'n');
  EXPECT_FALSE(IssueInvitation(authority, request, random).ok());
  request = Request();
  request.address = "127.0.0.1:7700";
  EXPECT_FALSE(IssueInvitation(authority, request, random).ok());
  EXPECT_FALSE(IssueInvitation(stranger, Request(), random).ok());  // not its coordinator
}

// One invitation used for two sets of keys still names one site: the coordinator sees the clash.
TEST_F(InvitationTest, UsedTwiceItStillNamesOneSite) {
  const crypto::SigningKey second = crypto::SigningKey::Generate(random);
  const auto again = VerifySiteCredential(
      MakeSiteCredential(invitation, second.public_key(), site_curve.public_key()),
      authority.public_key());
  const auto first = VerifySiteCredential(credential, authority.public_key());
  ASSERT_TRUE(again.ok() && first.ok());
  EXPECT_EQ(again->site_id, first->site_id);
  EXPECT_NE(*again, *first);
}

TEST_F(InvitationTest, WipingLeavesNoSecret) {
  v1::Invitation message = issued.invitation;
  WipeSecrets(message);
  EXPECT_TRUE(message.invitation_secret().empty());
  EXPECT_TRUE(message.invitation_curve_secret().empty());
}

}  // namespace
}  // namespace hansa::identity
