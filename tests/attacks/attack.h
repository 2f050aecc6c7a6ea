#pragma once
// What an attack on a site must end in: the site leaves by its own word, with the reason in its own
// log, one code on the wire, and nothing more of its secrets.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "tests/support/secagg_loopback.h"

namespace hansa::secagg_test {

inline constexpr uint32_t kVictim = 0;

// Runs a session whose messages to the victim `lie` alters; everyone else is served honestly.
inline void RunWithLie(Loopback& loopback, std::function<void(v1::SecAggToSite&)> lie) {
  loopback.to_site = [lie = std::move(lie)](uint32_t site, v1::SecAggToSite& message) {
    if (site == kVictim) lie(message);
  };
  loopback.Run();
}

// What left the victim before it saw the lie.
enum class Sent { kNothing, kAdvertisement, kShares, kMaskedInput, kAlive };

inline size_t MessagesSent(const Loopback& loopback, uint32_t site) {
  size_t count = 0;
  for (const auto& [from, message] : loopback.sent)
    count += from == site && !message.has_abort() ? 1 : 0;
  return count;
}

inline void ExpectVictimLeft(const Loopback& loopback, Sent before, const std::string& reason) {
  ASSERT_TRUE(loopback.aborts.contains(kVictim)) << "the victim noticed nothing";
  EXPECT_THAT(loopback.aborts.at(kVictim), testing::HasSubstr(reason));
  EXPECT_EQ(MessagesSent(loopback, kVictim), static_cast<size_t>(before));
  EXPECT_FALSE(loopback.unmasks.contains(kVictim)) << "shares were revealed";
  EXPECT_FALSE(loopback.ends.at(kVictim).succeeded);
  for (const auto& [from, message] : loopback.sent) {
    if (from != kVictim || !message.has_abort()) continue;
    // Catalogue 33: the abort says which session, and nothing else.
    v1::SecAggToCoordinator bare;
    bare.mutable_abort()->set_params_hash(message.abort().params_hash());
    EXPECT_EQ(message.SerializeAsString(), bare.SerializeAsString());
  }
}

}  // namespace hansa::secagg_test
