#include "common/identity/authority.h"
#include "common/identity/directory.h"
#include "tests/unit/operator_api_fixture.h"

namespace hansa::coordinator {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr int kBadInput = 3, kRefused = 5, kVerification = 6;

class DirectoryRequestsTest : public OperatorApiFixture {
 protected:
  // Registers two sites, a and b.
  void SetUp() override {
    for (const char* name : {"a", "b"}) {
      keys_.issued = keys_.Issue().value();
      ASSERT_TRUE(Ask(Register(name)).has_done());
      leaves_[keys_.issued.site_id] = keys_.issued.certificate.payload();
      ids_.push_back(keys_.issued.site_id);
    }
    std::sort(ids_.begin(), ids_.end());
  }
  v1::OperatorRequest Publish(uint64_t epoch, const identity::DirectoryLeaves& leaves,
                              const crypto::SigningKey& signer) {
    v1::OperatorRequest request = Request();
    v1::PublishDirectory& publish = *request.mutable_publish_directory();
    *publish.mutable_directory() = identity::SignDirectory(signer, epoch, leaves, 0);
    for (const auto& leaf : leaves)
      publish.mutable_site_ids()->append(ToString(FromHex(leaf.first)));
    return request;
  }
  v1::OperatorRequest Publish(uint64_t epoch, const identity::DirectoryLeaves& leaves) {
    return Publish(epoch, leaves, keys_.authority);
  }
  identity::DirectoryLeaves Without(const std::string& site) const {
    identity::DirectoryLeaves leaves = leaves_;
    leaves.erase(site);
    return leaves;
  }
  uint64_t Epoch() const {
    const auto& directory = machine_.membership().directory();
    return directory ? directory->facts().epoch : 0;
  }
  std::vector<std::string> ids_;
  identity::DirectoryLeaves leaves_;
};

TEST_F(DirectoryRequestsTest, ANewerOneTakesThePlaceOfTheLast) {
  EXPECT_TRUE(Ask(Publish(3, leaves_)).has_done());
  ASSERT_EQ(out_.records.size(), 1u);
  const auto& record = std::get<DirectoryPublished>(out_.records[0]);
  EXPECT_EQ(record.epoch, 3u);
  EXPECT_EQ(record.sites, ids_);
  EXPECT_EQ(Epoch(), 3u);
  EXPECT_TRUE(Ask(Publish(3, leaves_)).has_done());  // the same again
  EXPECT_TRUE(out_.records.empty());
  EXPECT_TRUE(Ask(Publish(7, Without(ids_[0]))).has_done());
  EXPECT_EQ(Epoch(), 7u);
  EXPECT_FALSE(machine_.membership().IsListed(ids_[0]));
  EXPECT_TRUE(machine_.membership().IsListed(ids_[1]));
}

TEST_F(DirectoryRequestsTest, AnOlderOneOrAnotherOfTheSameEpochIsRefused) {
  Ask(Publish(3, leaves_));
  ExpectFailure(Publish(2, leaves_), kRefused, "its epoch is 2; epoch 3 was published");
  ExpectFailure(Publish(3, Without(ids_[0])), kRefused, "epoch 3 was published, another one");
  EXPECT_EQ(Epoch(), 3u);
}

TEST_F(DirectoryRequestsTest, OnlyTheAuthoritysAndOnlyOfItsSites) {
  ExpectFailure(Publish(1, leaves_, keys_.stranger), kVerification, "signature");
  v1::OperatorRequest fewer = Publish(1, leaves_);
  fewer.mutable_publish_directory()->mutable_site_ids()->resize(8);
  ExpectFailure(fewer, kRefused, "signed for 2 sites, these are 1");
  v1::OperatorRequest twice = Publish(1, leaves_);
  std::string& ids = *twice.mutable_publish_directory()->mutable_site_ids();
  ids.replace(8, 8, ids.substr(0, 8));
  ExpectFailure(twice, kBadInput, "do not ascend");
  identity::DirectoryLeaves more = leaves_;
  more["fffffffffffffff0"] = "certificate";
  ExpectFailure(Publish(1, more), kBadInput, "fffffffffffffff0 is not registered here");
  EXPECT_EQ(Epoch(), 0u);
}

TEST_F(DirectoryRequestsTest, WhoIsConnectedAndNotListedHasToGo) {
  for (const std::string& id : ids_) {
    machine_.Step(MemberAdmitted{id, id, {}, {}}, {Instant{}, identity::kNow});
    machine_.Step(SiteConnected{id, "test"}, {Instant{}, identity::kNow});
  }
  EXPECT_THAT(machine_.membership().Connected(), SizeIs(2));
  Ask(Publish(1, Without(ids_[0])));
  EXPECT_THAT(out_.unlisted, ElementsAre(ids_[0]));
  EXPECT_THAT(machine_.membership().Connected(), ElementsAre(ids_[1]));
  machine_.Step(SiteConnected{ids_[0], "test"}, {Instant{}, identity::kNow});
  EXPECT_THAT(machine_.membership().Connected(), SizeIs(1)) << "it is not let in again";
  Ask(Publish(2, leaves_));
  machine_.Step(SiteConnected{ids_[0], "test"}, {Instant{}, identity::kNow});
  EXPECT_THAT(machine_.membership().Connected(), SizeIs(2));
}

TEST_F(DirectoryRequestsTest, TheBookCanBeMadeFromWhatIsRegistered) {
  v1::OperatorRequest revoke = Request();
  *revoke.mutable_revoke_site()->mutable_revocation() =
      identity::SignRevocation(keys_.authority, ids_[1], identity::kNow);
  Ask(revoke);
  Ask(Publish(4, Without(ids_[1])));
  v1::OperatorRequest list = Request();
  list.mutable_list_invitations();
  v1::InvitationList reply = Ask(list).invitation_list();
  ASSERT_EQ(reply.invitations_size(), 2);
  EXPECT_FALSE(reply.more());
  EXPECT_EQ(reply.invitations(0).certificate().payload(), leaves_.at(ids_[0]));
  EXPECT_FALSE(reply.invitations(0).has_revocation());
  EXPECT_TRUE(reply.invitations(1).has_revocation());
  EXPECT_EQ(identity::VerifyDirectory(reply.directory(), keys_.authority.public_key())->epoch, 4u);
  list.mutable_list_invitations()->set_after(ids_[0]);
  EXPECT_EQ(Ask(list).invitation_list().invitations_size(), 1);
}

// Its certificate is a leaf, whether the invitation was used in time or not.
TEST_F(DirectoryRequestsTest, AnExpiredInvitationIsRegisteredForADirectoryOnly) {
  directory_ = SiteDirectory({});
  v1::OperatorRequest request = Register("late");
  TurnOutput out;
  api_.Handle(kPeer, request, {Instant{}, identity::kExpiry + 1}, out);
  EXPECT_TRUE(directory_.sites().empty());
  request.mutable_register_invitation()->set_listed(true);
  api_.Handle(kPeer, request, {Instant{}, identity::kExpiry + 1}, out);
  EXPECT_THAT(directory_.sites(), SizeIs(1));
}

}  // namespace
}  // namespace hansa::coordinator
