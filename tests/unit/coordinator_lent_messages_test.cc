#include <gtest/gtest.h>

#include "coordinator/core/lent_messages.h"

namespace hansa::coordinator {
namespace {

std::shared_ptr<const v1::SecAggToSite> Roster(size_t bytes) {
  auto message = std::make_shared<v1::SecAggToSite>();
  message->mutable_roster()->add_entries(std::string(bytes, 'e'));
  return message;
}

const std::string kSession(32, 'p');

TEST(LentMessages, SmallOnesGoAsTheyAre) {
  LentMessages lent(1000);
  EXPECT_TRUE(lent.Announce(kSession, Roster(900)).has_roster());
}

TEST(LentMessages, LargeOnesAreAnnouncedAndLent) {
  LentMessages lent(1000);
  const auto roster = Roster(5000);
  const v1::SecAggToSite first = lent.Announce(kSession, roster);
  ASSERT_TRUE(first.has_large());
  EXPECT_EQ(first.large().params_hash(), kSession);
  const LentMessages::Lent* found = lent.Find(first.large().sha256());
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->bytes->size(), first.large().size());
  const Bytes bytes = ReadWhole(*found->bytes, 10'000).value();
  EXPECT_EQ(AsView(crypto::Sha256(bytes)), first.large().sha256());
  v1::SecAggToSite read;
  ASSERT_TRUE(read.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
  EXPECT_EQ(read.SerializeAsString(), roster->SerializeAsString());
  // The next site is told of the same bytes.
  EXPECT_EQ(lent.Announce(kSession, roster).SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(lent.Find(first.large().sha256())->bytes, found->bytes);
}

TEST(LentMessages, TheNextWindowNeedsThemNoMore) {
  LentMessages lent(1000);
  const auto announced = lent.Announce(kSession, Roster(5000));
  lent.Clear();
  EXPECT_EQ(lent.Find(announced.large().sha256()), nullptr);
  EXPECT_EQ(lent.Find(""), nullptr);
}

// A site fetches nothing before it knows the session.
TEST(LentMessages, ParametersAreNeverLent) {
  LentMessages lent(10);
  auto message = std::make_shared<v1::SecAggToSite>();
  message->mutable_params()->set_payload(std::string(500, 's'));
  EXPECT_TRUE(lent.Announce(kSession, message).has_params());
}

}  // namespace
}  // namespace hansa::coordinator
