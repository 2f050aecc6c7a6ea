// A coordinator that asks for the masked input while the site still works on it (rule 5: nothing
// leaves that the site has not made ready), or shows shares for a session that it prepared twice.

#include "tests/attacks/attack.h"

namespace hansa::secagg_test {
namespace {

TEST(EarlyDelivery, OfSharesEndsTheSessionBeforeAnythingIsMasked) {
  Loopback loopback({});
  loopback.at_work = {kVictim};
  loopback.Run();
  ExpectVictimLeft(loopback, Sent::kShares, "this site's answer is not ready");
  EXPECT_FALSE(loopback.masked.contains(kVictim));
  EXPECT_EQ(loopback.Included(), (std::vector<uint32_t>{1, 2, 3}));
}

// A site that becomes ready afterwards does not come back into that session.
TEST(EarlyDelivery, IsNotMendedByBecomingReady) {
  Loopback loopback({});
  loopback.at_work = {kVictim};
  std::vector<v1::SecAggToSite> seen;
  loopback.to_site = [&seen](uint32_t site, v1::SecAggToSite& message) {
    if (site == kVictim) seen.push_back(message);
  };
  loopback.Run();
  ExpectVictimLeft(loopback, Sent::kShares, "this site's answer is not ready");
  loopback.BecomeReady(kVictim);
  const size_t sent = loopback.sent.size();
  for (const v1::SecAggToSite& message : seen)
    if (!message.has_params()) loopback.ToSite(kVictim, message);
  EXPECT_EQ(loopback.sent.size(), sent);
  EXPECT_FALSE(loopback.masked.contains(kVictim));
}

// Ready in between: the same delivery is then answered, once.
TEST(EarlyDelivery, AfterTheInputIsThereIsNotEarly) {
  Loopback loopback({});
  loopback.at_work = {kVictim};
  loopback.Open();
  for (size_t i = 0; i < 2 * loopback.options.sites; ++i) loopback.DeliverOne();
  loopback.BecomeReady(kVictim);
  while (loopback.DeliverOne()) {
  }
  ASSERT_TRUE(loopback.succeeded()) << loopback.failure();
  EXPECT_EQ(loopback.SessionSum(), loopback.PlainSum({0, 1, 2, 3}));
}

}  // namespace
}  // namespace hansa::secagg_test
