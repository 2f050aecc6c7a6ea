#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <functional>

#include "common/base/limits.h"
#include "common/crypto/contexts.h"
#include "common/identity/directory.h"
#include "common/identity/signed_message.h"
#include "tests/unit/identity_fixture.h"

namespace hansa::identity {
namespace {

using testing::HasSubstr;

class DirectoryTest : public testing::Test, protected Fixture {
 protected:
  static DirectoryLeaves Leaves(int count) {
    DirectoryLeaves leaves;
    for (int i = 0; i < count; ++i)
      leaves["00000000000000" + std::to_string(10 + i)] = "certificate " + std::to_string(i);
    return leaves;
  }
  std::string WhyNot(const v1::Signed& directory) const {
    const auto verified = VerifyDirectory(directory, authority.public_key());
    return verified.ok() ? "accepted" : verified.error().Text();
  }
  // Signed by the authority, with this change.
  std::string WhyNot(const std::function<void(v1::Directory&)>& change) const {
    v1::Directory message;
    EXPECT_TRUE(message.ParseFromString(SignDirectory(authority, 1, Leaves(3), 7).payload()));
    change(message);
    return WhyNot(SignMessage(authority, crypto::context::kDirectory, message));
  }
};

TEST_F(DirectoryTest, ComesBackAsSigned) {
  const auto verified =
      VerifyDirectory(SignDirectory(authority, 5, Leaves(3), kNow), authority.public_key());
  ASSERT_TRUE(verified.ok()) << verified.error().Text();
  EXPECT_EQ(verified->epoch, 5u);
  EXPECT_EQ(verified->size, 3u);
  EXPECT_EQ(verified->issued_unix_ms, kNow);
  // One of nobody: everyone was revoked.
  const auto empty = VerifyDirectory(SignDirectory(authority, 6, {}, 0), authority.public_key());
  ASSERT_TRUE(empty.ok());
  EXPECT_EQ(empty->size, 0u);
  EXPECT_EQ(empty->root, crypto::Sha256({}));
}

TEST_F(DirectoryTest, IsTheAuthoritysOnlyAndForNothingElse) {
  EXPECT_THAT(WhyNot(SignDirectory(stranger, 1, Leaves(3), 0)), HasSubstr("signature"));
  EXPECT_THAT(WhyNot(SignDirectory(coordinator, 1, Leaves(3), 0)), HasSubstr("signature"));
  v1::Directory message;
  ASSERT_TRUE(message.ParseFromString(SignDirectory(authority, 1, Leaves(3), 0).payload()));
  EXPECT_THAT(WhyNot(SignMessage(authority, crypto::context::kRevocation, message)),
              HasSubstr("signature"));
}

TEST_F(DirectoryTest, EveryFieldIsChecked) {
  EXPECT_EQ(WhyNot([](v1::Directory&) {}), "accepted");
  EXPECT_THAT(WhyNot([](auto& message) { message.set_version(2); }), HasSubstr("version is 2"));
  EXPECT_THAT(WhyNot([](auto& message) { message.set_epoch(0); }), HasSubstr("epoch is 0"));
  EXPECT_THAT(WhyNot([](auto& message) { message.set_epoch(uint64_t{1} << 63); }),
              HasSubstr("epoch is"));
  EXPECT_THAT(WhyNot([](auto& message) { message.set_size(limits::kSites + 1); }),
              HasSubstr("has 10001 sites"));
  EXPECT_THAT(WhyNot([](auto& message) { message.set_root("short"); }), HasSubstr("5 bytes"));
  EXPECT_THAT(WhyNot([](auto& message) {
                message.GetReflection()->MutableUnknownFields(&message)->AddVarint(99, 1);
              }),
              HasSubstr("field"));
}

TEST_F(DirectoryTest, ShowsWhoIsInIt) {
  const DirectoryLeaves leaves = Leaves(20);
  const auto published = PublishedDirectory::Open(SignDirectory(authority, 1, leaves, 0), leaves,
                                                  authority.public_key());
  ASSERT_TRUE(published.ok()) << published.error().Text();
  const std::vector<std::string> asked = {"0000000000000010", "0000000000000017",
                                          "0000000000000029"};
  const InclusionProof proof = (*published)->Prove(asked);
  EXPECT_EQ(proof.places, (std::vector<uint32_t>{0, 7, 19}));
  std::vector<ByteSpan> spans;
  for (const std::string& id : asked) spans.push_back(AsSpan(leaves.at(id)));
  EXPECT_TRUE(VerifyInclusion((*published)->facts(), spans, proof));
  const std::string stranger_leaf = "certificate 99";
  spans[1] = AsSpan(stranger_leaf);
  EXPECT_FALSE(VerifyInclusion((*published)->facts(), spans, proof));
  EXPECT_TRUE((*published)->Lists("0000000000000017"));
  EXPECT_FALSE((*published)->Lists("0000000000000030"));
}

TEST_F(DirectoryTest, OthersLeavesAreRefused) {
  const v1::Signed directory = SignDirectory(authority, 1, Leaves(4), 0);
  const auto open = [&](DirectoryLeaves leaves) {
    const auto opened =
        PublishedDirectory::Open(directory, std::move(leaves), authority.public_key());
    return opened.ok() ? "opened" : opened.error().Text();
  };
  EXPECT_EQ(open(Leaves(4)), "opened");
  EXPECT_THAT(open(Leaves(3)), HasSubstr("signed for 4 sites, these are 3"));
  DirectoryLeaves changed = Leaves(4);
  changed.begin()->second += "x";
  EXPECT_THAT(open(changed), HasSubstr("others"));
}

// The id says that the site is to ask for a directory; one that was drawn does not.
TEST_F(DirectoryTest, AnInvitationOfOursAsksForIt) {
  EXPECT_TRUE(AsksForDirectory(invitation.invitation));
  EXPECT_EQ(issued.site_id, ListedSiteId(invitation.key.public_key()));
  VerifiedInvitation drawn = invitation.invitation;
  drawn.site_id = "00112233aabbccdd";
  EXPECT_FALSE(AsksForDirectory(drawn));
  drawn = invitation.invitation;
  drawn.invitation_key[0] ^= 1;
  EXPECT_FALSE(AsksForDirectory(drawn));
}

// Largest fleet: a proof of a whole roster costs no digest, of one site fourteen.
TEST_F(DirectoryTest, TheLargestFleet) {
  DirectoryLeaves leaves;
  std::vector<std::string> all;
  for (uint32_t i = 0; i < limits::kSites; ++i) {
    char id[17];
    std::snprintf(id, sizeof id, "%016x", i);
    all.emplace_back(id);
    leaves[id] = std::string(110, 'c') + id;
  }
  const auto published = PublishedDirectory::Open(SignDirectory(authority, 1, leaves, 0), leaves,
                                                  authority.public_key());
  ASSERT_TRUE(published.ok());
  EXPECT_EQ((*published)->Prove({all[5000]}).path.size(), 14u);
  const InclusionProof whole = (*published)->Prove(all);
  EXPECT_TRUE(whole.path.empty());
  std::vector<ByteSpan> spans;
  for (const auto& leaf : leaves) spans.push_back(AsSpan(leaf.second));
  EXPECT_TRUE(VerifyInclusion((*published)->facts(), spans, whole));
}

}  // namespace
}  // namespace hansa::identity
