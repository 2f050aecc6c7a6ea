#include <gtest/gtest.h>

#include "coordinator/app/admission.h"
#include "coordinator/app/site_directory.h"

namespace hansa::coordinator {
namespace {

const transport::CurvePublic kInvitationKey = {1}, kSiteKey = {2}, kOperatorKey = {3};

Bytes BytesOf(const transport::CurvePublic& key) { return {key.begin(), key.end()}; }

InvitationRegistered Invited() {
  return {.site_id = "aa",
          .name = "alice",
          .certificate = {9},
          .curve_key = BytesOf(kInvitationKey),
          .expires_unix_ms = 100};
}
SiteEnrolled Enrolled() {
  return {.site_id = "aa", .credential = {8}, .curve_key = BytesOf(kSiteKey)};
}

TEST(SiteDirectory, AKeyIsWhoItIsCertifiedFor) {
  SiteDirectory directory({});
  EXPECT_EQ(directory.UserOf(kInvitationKey, 0), std::nullopt);
  directory.Apply(Invited());
  EXPECT_EQ(directory.UserOf(kInvitationKey, 99), "invite:aa");
  EXPECT_EQ(directory.UserOf(kInvitationKey, 100), std::nullopt) << "it has expired";
  EXPECT_EQ(directory.UserOf(kSiteKey, 0), std::nullopt);
  EXPECT_EQ(directory.enrolled(), 0u);
  directory.Apply(Enrolled());
  EXPECT_EQ(directory.UserOf(kSiteKey, 1000), "site:aa");
  EXPECT_EQ(directory.enrolled(), 1u);
  EXPECT_EQ(directory.Find("aa")->name, "alice");
  EXPECT_EQ(directory.Find("bb"), nullptr);
}

TEST(SiteDirectory, ARevokedSiteHasNoKeys) {
  SiteDirectory directory({});
  directory.Apply(Invited());
  directory.Apply(Enrolled());
  directory.Apply(SiteRevoked{.site_id = "aa", .revocation = {7}, .revoked_unix_ms = 50});
  EXPECT_EQ(directory.UserOf(kSiteKey, 60), std::nullopt);
  EXPECT_EQ(directory.UserOf(kInvitationKey, 60), std::nullopt);
  EXPECT_EQ(directory.enrolled(), 0u);
}

TEST(SiteDirectory, ReadsBackWhatWasStored) {
  StoredSite stored;
  stored.site_id = "aa";
  stored.name = "alice";
  stored.invitation_curve_key = BytesOf(kInvitationKey);
  stored.enrolled = true;
  stored.curve_key = BytesOf(kSiteKey);
  const SiteDirectory directory({stored});
  EXPECT_EQ(directory.UserOf(kSiteKey, 0), "site:aa");
}

TEST(Admission, OperatorsFirstThenTheDirectory) {
  SiteDirectory directory({});
  std::string out;
  const transport::Admission admit = MakeAdmission(
      directory, {kOperatorKey}, [&](const std::string& user) { return user == out; });
  EXPECT_EQ(admit(kOperatorKey), "operator:03000000");
  EXPECT_EQ(admit(kSiteKey), std::nullopt);
  directory.Apply(Invited());
  directory.Apply(Enrolled());
  EXPECT_EQ(admit(kSiteKey), "site:aa");
  out = "site:aa";
  EXPECT_EQ(admit(kSiteKey), std::nullopt);
  EXPECT_EQ(admit(kOperatorKey), "operator:03000000");
}

TEST(Admission, UsersAreReadBackAsTheyWereNamed) {
  EXPECT_EQ(ParseUser("site:aa").kind, UserKind::kSite);
  EXPECT_EQ(ParseUser("site:aa").id, "aa");
  EXPECT_EQ(ParseUser("invite:aa").kind, UserKind::kInvitation);
  EXPECT_EQ(ParseUser("operator:03").kind, UserKind::kOperator);
  for (const char* nobody : {"", "aa", "sites:aa", "Site:aa"})
    EXPECT_EQ(ParseUser(nobody).kind, UserKind::kNobody) << nobody;
}

}  // namespace
}  // namespace hansa::coordinator
