#include "tests/storage/store_test.h"

namespace hansa::coordinator {
namespace {

using namespace sample;

TEST_P(StoreTest, RemembersASiteFromInvitationToRevocation) {
  Must({Invitation(kSite, 1)});
  Reopen();
  std::vector<StoredSite> sites = *store_->Sites();
  ASSERT_EQ(sites.size(), 1u);
  EXPECT_EQ(sites[0].site_id, kSite);
  EXPECT_EQ(sites[0].name, "turbine");
  EXPECT_EQ(sites[0].certificate, ToBytes(std::string("certificate of ") + kSite));
  EXPECT_EQ(sites[0].invitation_curve_key, Bytes(32, 1));
  EXPECT_EQ(sites[0].expires_unix_ms, 1000);
  EXPECT_FALSE(sites[0].enrolled);

  Must({Site(kSite, 2, "credential"), Seen(kSite)});
  Reopen();
  sites = *store_->Sites();
  EXPECT_TRUE(sites[0].enrolled);
  EXPECT_FALSE(sites[0].revoked);
  EXPECT_EQ(sites[0].credential, ToBytes("credential"));
  EXPECT_EQ(sites[0].identity_key, Bytes(32, 2));
  EXPECT_EQ(sites[0].curve_key, Bytes(32, 2));
  EXPECT_EQ(sites[0].enrolled_unix_ms, 2000);
  EXPECT_EQ(sites[0].seen_unix_ms, 3000);
  EXPECT_EQ(sites[0].software, "hansa-client 0.1.0");

  Must({Revoked(kSite, "revocation")});
  Reopen();
  sites = *store_->Sites();
  EXPECT_TRUE(sites[0].revoked);
  EXPECT_EQ(sites[0].revocation, ToBytes("revocation"));
  EXPECT_EQ(sites[0].revoked_unix_ms, 4000);
}

TEST_P(StoreTest, SitesComeById) {
  Must({Invitation(kOther, 1), Invitation(kSite, 2)});
  EXPECT_EQ(store_->Sites()->at(0).site_id, kSite);
  EXPECT_EQ(store_->Sites()->at(1).site_id, kOther);
}

TEST_P(StoreTest, AnInvitationIsUsedOnce) {
  Must({Invitation(kSite, 1), Site(kSite, 2, "first")});
  Must({Site(kSite, 2, "first")});  // its reply was lost
  ExpectRefused({Site(kSite, 3, "second")});
  EXPECT_EQ(store_->Sites()->at(0).credential, ToBytes("first"));
}

TEST_P(StoreTest, NobodyEnrolsUninvitedOrRevoked) {
  ExpectRefused({Site(kSite, 2)});
  Must({Invitation(kSite, 1), Revoked(kSite)});
  ExpectRefused({Site(kSite, 2)});
  ExpectRefused({Revoked(kOther)});
  ExpectRefused({Seen(kSite)});
  ExpectRefused({Seen(kOther)});
}

TEST_P(StoreTest, ARevocationIsForGood) {
  Must({Invitation(kSite, 1), Site(kSite, 2), Revoked(kSite, "first")});
  Must({Revoked(kSite, "second")});
  Must({Site(kSite, 2)});  // the same again: no change
  Reopen();
  EXPECT_TRUE(store_->Sites()->at(0).revoked);
  EXPECT_EQ(store_->Sites()->at(0).revocation, ToBytes("first"));
}

TEST_P(StoreTest, ACurveKeyBelongsToOneSite) {
  Must({Invitation(kSite, 1), Invitation(kOther, 2), Site(kSite, 7)});
  Reopen();
  ExpectRefused({Site(kOther, 7)});
  ExpectRefused({Invitation("00112233445566cc", 2)});
}

TEST_P(StoreTest, AnInvitationIsNotReplaced) {
  Must({Invitation(kSite, 1)});
  Must({Invitation(kSite, 1)});
  InvitationRegistered other = Invitation(kSite, 1);
  other.certificate = ToBytes("another");
  ExpectRefused({other});
  EXPECT_EQ(store_->Sites()->at(0).certificate, Invitation(kSite, 1).certificate);
}

TEST_P(StoreTest, IdsAndKeysHaveTheirSize) {
  ExpectRefused({Invitation("short", 1)});
  InvitationRegistered invitation = Invitation(kSite, 1);
  invitation.curve_key.pop_back();
  ExpectRefused({invitation});
  SiteEnrolled site = Site(kSite, 2);
  site.identity_key.clear();
  ExpectRefused({Invitation(kSite, 1), site});
  EXPECT_TRUE(store_->Sites()->empty());
}

TEST_P(StoreTest, EmptyAndBinaryTextsComeBack) {
  InvitationRegistered invitation = Invitation(kSite, 1);
  invitation.name.clear();
  SiteEnrolled site = Site(kSite, 2, std::string("\0\xff\n", 3));
  Must({invitation, site, SiteSeen{kSite, "", -1}});
  Reopen();
  EXPECT_EQ(store_->Sites()->at(0).name, "");
  EXPECT_EQ(store_->Sites()->at(0).credential, site.credential);
  EXPECT_EQ(store_->Sites()->at(0).seen_unix_ms, -1);
}

}  // namespace
}  // namespace hansa::coordinator
