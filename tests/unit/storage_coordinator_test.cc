#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "coordinator/storage/sqlite/sqlite_store.h"
#include "tests/unit/storage_folder.h"

namespace hansa::coordinator {
namespace {

constexpr const char* kSite = "00112233445566aa";
constexpr const char* kOther = "00112233445566bb";

class StoreTest : public StorageFolder {
 protected:
  StoreTest() { Reopen(); }
  void Reopen() {
    store_.reset();
    Result<std::unique_ptr<Store>> opened = SqliteStore::Open(Path("store.db"));
    ASSERT_TRUE(opened.ok()) << opened.error().Text();
    store_ = std::move(opened).value();
  }
  Result<> Commit(std::vector<Record> records) { return store_->Commit(records); }
  void Must(std::vector<Record> records) {
    const Result<> committed = Commit(std::move(records));
    ASSERT_TRUE(committed.ok()) << committed.error().Text();
  }
  void ExpectRefused(std::vector<Record> records) {
    const Result<> committed = Commit(std::move(records));
    ASSERT_FALSE(committed.ok());
    EXPECT_EQ(committed.error().kind, ErrorKind::kRefused) << committed.error().Text();
  }

  static InvitationRegistered Invitation(const std::string& id, uint8_t key) {
    return {id, "turbine", ToBytes("certificate of " + id), Bytes(32, key), 1000};
  }
  static SiteEnrolled Site(const std::string& id, uint8_t key,
                           const std::string& credential = "c") {
    return {id, ToBytes(credential), Bytes(32, key), Bytes(32, key), 2000};
  }
  static v1::VersionRecord Version(uint64_t number, const std::string& sha) {
    v1::VersionRecord record;
    record.set_name("wind-power");
    record.set_version(number);
    record.set_model_sha256(sha);
    return record;
  }
  static v1::JobRecord Job(const std::string& id, const std::string& state) {
    v1::JobRecord record;
    record.set_job_id(id);
    record.set_job_toml("name = 'x'");
    record.set_state(state);
    return record;
  }

  std::unique_ptr<Store> store_;
};

TEST_F(StoreTest, RemembersASiteFromInvitationToRevocation) {
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

  Must({Site(kSite, 2, "credential"), SiteSeen{kSite, "hansa-client 0.1.0", 3000}});
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

  Must({SiteRevoked{kSite, ToBytes("revocation"), 4000}});
  Reopen();
  sites = *store_->Sites();
  EXPECT_TRUE(sites[0].revoked);
  EXPECT_EQ(sites[0].revocation, ToBytes("revocation"));
  EXPECT_EQ(sites[0].revoked_unix_ms, 4000);
}

TEST_F(StoreTest, AnInvitationIsUsedOnce) {
  Must({Invitation(kSite, 1), Site(kSite, 2, "first")});
  Must({Site(kSite, 2, "first")});  // its reply was lost
  ExpectRefused({Site(kSite, 3, "second")});
  EXPECT_EQ(store_->Sites()->at(0).credential, ToBytes("first"));
}

TEST_F(StoreTest, NobodyEnrolsUninvitedOrRevoked) {
  ExpectRefused({Site(kSite, 2)});
  Must({Invitation(kSite, 1), SiteRevoked{kSite, ToBytes("r"), 1}});
  ExpectRefused({Site(kSite, 2)});
  ExpectRefused({SiteRevoked{kOther, ToBytes("r"), 1}});
  ExpectRefused({SiteSeen{kSite, "", 1}});
}

TEST_F(StoreTest, ACurveKeyBelongsToOneSite) {
  Must({Invitation(kSite, 1), Invitation(kOther, 2), Site(kSite, 7)});
  ExpectRefused({Site(kOther, 7)});
}

TEST_F(StoreTest, AnInvitationIsNotReplaced) {
  Must({Invitation(kSite, 1)});
  Must({Invitation(kSite, 1)});
  InvitationRegistered other = Invitation(kSite, 1);
  other.certificate = ToBytes("another");
  ExpectRefused({other});
}

TEST_F(StoreTest, ATurnIsWrittenWholeOrNotAtAll) {
  ExpectRefused({SessionNumberTaken{5}, Invitation(kSite, 1), Site(kOther, 2)});
  EXPECT_EQ(*store_->LastSessionNumber(), 0u);
  EXPECT_TRUE(store_->Sites()->empty());
}

TEST_F(StoreTest, SessionNumbersOnlyRise) {
  Must({SessionNumberTaken{1}, SessionNumberTaken{2}});
  Must({SessionNumberTaken{10}});
  ExpectRefused({SessionNumberTaken{10}});
  ExpectRefused({SessionNumberTaken{9}});
  ExpectRefused({SessionNumberTaken{UINT64_MAX}});
  Reopen();
  EXPECT_EQ(*store_->LastSessionNumber(), 10u);
}

TEST_F(StoreTest, VersionsNeverChange) {
  Must({Version(1, "aa")});
  Must({Version(1, "aa"), Version(2, "bb")});
  ExpectRefused({Version(1, "cc")});
  Reopen();
  const std::vector<v1::VersionRecord> versions = *store_->Versions();
  ASSERT_EQ(versions.size(), 2u);
  EXPECT_EQ(versions[0].model_sha256(), "aa");
  EXPECT_EQ(versions[1].version(), 2u);
}

TEST_F(StoreTest, AJobChangesItsStateButNotItsFile) {
  Must({Job("b", "running"), Job("a", "running")});
  Must({Job("b", "failed")});
  v1::JobRecord other = Job("b", "running");
  other.set_job_toml("name = 'y'");
  ExpectRefused({other});
  Reopen();
  const std::vector<v1::JobRecord> jobs = *store_->Jobs();
  ASSERT_EQ(jobs.size(), 2u);
  EXPECT_EQ(jobs[0].job_id(), "b");  // in order of submission
  EXPECT_EQ(jobs[0].state(), "failed");
  EXPECT_EQ(jobs[1].state(), "running");
}

TEST_F(StoreTest, HasOneOwner) {
  const auto second = SqliteStore::Open(Path("store.db"));
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().kind, ErrorKind::kBadInput);
  EXPECT_THAT(second.error().Text(), testing::HasSubstr("another process has it open"));
}

}  // namespace
}  // namespace hansa::coordinator
