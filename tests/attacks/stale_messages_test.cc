// Messages out of order, twice, changed, or of another session (rules 2, 5, 6, 7).

#include <set>

#include "tests/attacks/attack.h"

namespace hansa::secagg_test {
namespace {

// Everything the coordinator sent to the victim in an honest session.
std::vector<v1::SecAggToSite> HonestMessages(Loopback& loopback) {
  std::vector<v1::SecAggToSite> seen;
  loopback.to_site = [&seen](uint32_t site, v1::SecAggToSite& message) {
    if (site == kVictim) seen.push_back(message);
  };
  loopback.Run();
  loopback.to_site = nullptr;
  HANSA_CHECK(loopback.succeeded() && seen.size() == 6);
  return seen;
}

TEST(StaleMessages, EveryMessageOutOfOrderEndsTheSession) {
  Loopback honest({});
  const std::vector<v1::SecAggToSite> messages = HonestMessages(honest);
  for (size_t first = 2; first < 5; ++first) {  // delivery, alive request, unmask request
    Loopback loopback({});
    loopback.ToSite(kVictim, messages[0]);
    loopback.ToSite(kVictim, messages[first]);
    ExpectVictimLeft(loopback, Sent::kAdvertisement, "out of order");
  }
}

// Catalogue 13, 31: the answer to a repeated message is the same bytes; nothing is encrypted or
// masked twice.
TEST(StaleMessages, ARepeatedMessageGetsTheSameBytes) {
  Loopback loopback({});
  std::map<int, std::set<std::string>> answers;
  loopback.to_coordinator = [&](uint32_t site, v1::SecAggToCoordinator& message, Bytes& payload) {
    if (site == kVictim)
      answers[message.body_case()].insert(message.SerializeAsString() + ToString(payload));
  };
  std::vector<v1::SecAggToSite> sent;
  loopback.to_site = [&](uint32_t site, v1::SecAggToSite& message) {
    if (site == kVictim) sent.push_back(message);
  };
  loopback.Open();
  while (loopback.DeliverOne()) {
    for (const v1::SecAggToSite& message : std::vector(sent))
      if (!message.has_end() && loopback.clients.contains(kVictim))
        loopback.ToSite(kVictim, message);
    sent.clear();
    if (loopback.outcome) break;
  }
  ASSERT_TRUE(loopback.succeeded()) << loopback.failure();
  EXPECT_EQ(loopback.SessionSum(), loopback.PlainSum({0, 1, 2, 3}));
  for (const auto& [kind, bytes] : answers) EXPECT_EQ(bytes.size(), 1u) << kind;
}

// A second, different message of a kind is a second view of the session.
TEST(StaleMessages, ASecondDifferentRosterEndsTheSession) {
  Loopback loopback({});
  Loopback honest({});
  const std::vector<v1::SecAggToSite> messages = HonestMessages(honest);
  loopback.ToSite(kVictim, messages[0]);
  loopback.ToSite(kVictim, messages[1]);
  v1::SecAggToSite other = messages[1];
  other.mutable_roster()->set_threshold(1);
  loopback.ToSite(kVictim, other);
  ExpectVictimLeft(loopback, Sent::kShares, "a second, different message");
}

// Catalogue 12: recorded messages of an older session are not of this one, and are ignored.
TEST(StaleMessages, AnotherSessionsMessagesDoNothing) {
  Loopback old({});
  const std::vector<v1::SecAggToSite> recorded = HonestMessages(old);
  Loopback loopback({.session_number = 8});
  loopback.Open();
  while (loopback.DeliverOne()) {
    for (size_t i = 1; i < recorded.size(); ++i) loopback.ToSite(kVictim, recorded[i]);
    if (loopback.outcome) break;
  }
  EXPECT_TRUE(loopback.aborts.empty());
  ASSERT_TRUE(loopback.succeeded()) << loopback.failure();
  EXPECT_EQ(loopback.SessionSum(), loopback.PlainSum({0, 1, 2, 3}));
}

TEST(StaleMessages, AfterTheEndNothingIsAnswered) {
  Loopback loopback({});
  const std::vector<v1::SecAggToSite> messages = HonestMessages(loopback);
  const size_t before = loopback.sent.size();
  for (const v1::SecAggToSite& message : messages) loopback.ToSite(kVictim, message);
  EXPECT_EQ(loopback.sent.size(), before);
}

// Rule 6, catalogue 8: every key, commitment and masked input of many sessions is new.
TEST(StaleMessages, NothingIsUsedTwiceOverManySessions) {
  std::set<std::string> seen;
  size_t expected = 0;
  const int sessions = 200;
  for (uint64_t number = 1; number <= sessions; ++number) {
    Loopback loopback({.sites = 2, .smallest_cohort = 2, .session_number = number});
    loopback.Run();
    ASSERT_TRUE(loopback.succeeded()) << loopback.failure();
    for (const auto& [site, message] : loopback.sent) {
      if (!message.has_advertise()) continue;
      v1::Advertisement advertisement;
      ASSERT_TRUE(advertisement.ParseFromString(message.advertise().advertisement().payload()));
      seen.insert(advertisement.encryption_key());
      seen.insert(advertisement.mask_key());
      seen.insert(advertisement.self_mask_commitment());
      expected += 3;
    }
    for (const auto& [site, masked] : loopback.masked) {
      seen.insert(ToString(masked));
      ++expected;
    }
  }
  EXPECT_EQ(expected, 8u * sessions);
  EXPECT_EQ(seen.size(), expected);
}

}  // namespace
}  // namespace hansa::secagg_test
