// The coordinator's process ends after any message of a session: a new one goes on with it, every
// site says the same bytes as before, and the sum is the plain sum over U2, nothing twice.

#include <gtest/gtest.h>

#include "tests/support/secagg_loopback.h"

namespace hansa::secagg_test {
namespace {

constexpr uint32_t kSites = 4;

// What a site said of one kind, whenever it did, must be the same bytes.
void ExpectOneAnswerEach(const Loopback& loopback) {
  std::map<std::pair<uint32_t, int>, std::string> said;
  for (const auto& [site, message] : loopback.sent) {
    const std::string bytes = message.SerializeAsString();
    const auto first = said.emplace(std::pair(site, message.body_case()), bytes);
    EXPECT_EQ(first.first->second, bytes) << "site " << site << ", kind " << message.body_case();
  }
}

struct Session {
  Loopback loopback{{.sites = kSites, .smallest_cohort = 2}};
  size_t messages = 0;

  // `disturb` is called before each message with its number.
  template <typename F>
  void To(F disturb) {
    loopback.Open();
    for (int ticks = 0; !loopback.outcome && ticks < 40;) {
      disturb(messages);
      if (loopback.outcome) break;
      if (loopback.DeliverOne()) {
        ++messages;
        continue;
      }
      loopback.now = std::max(loopback.now, loopback.server->NextWake().value());
      loopback.Tick();
      ++ticks;
    }
  }
};

void Expect(Session& run, const std::vector<uint32_t>& included) {
  Loopback& loopback = run.loopback;
  ASSERT_TRUE(loopback.succeeded()) << loopback.failure();
  EXPECT_TRUE(loopback.faults.empty()) << loopback.faults.front().name;
  EXPECT_TRUE(loopback.aborts.empty()) << loopback.aborts.begin()->second;
  EXPECT_EQ(loopback.Included(), included);
  EXPECT_EQ(loopback.SessionSum(), loopback.PlainSum(loopback.Included()));
  ExpectOneAnswerEach(loopback);
}

size_t MessagesUndisturbed() {
  Session run;
  run.To([](size_t) {});
  return run.messages;
}

TEST(SecAggRestart, AfterAnyMessageTheSessionGoesOn) {
  const size_t all = MessagesUndisturbed();
  ASSERT_GE(all, 5u * kSites);
  for (size_t at = 0; at < all; ++at) {
    SCOPED_TRACE(at);
    Session run;
    bool done = false;
    run.To([&](size_t message) {
      if (message == at && !std::exchange(done, true)) run.loopback.RestartCoordinator();
    });
    Expect(run, {0, 1, 2, 3});
  }
}

TEST(SecAggRestart, AgainAndAgain) {
  Session run;
  size_t restarts = 0;
  run.To([&](size_t message) {
    if (message % 7 == 6 && restarts < 20 && message / 7 == restarts) {
      ++restarts;
      run.loopback.RestartCoordinator();
    }
  });
  EXPECT_GE(restarts, 5u);
  Expect(run, {0, 1, 2, 3});
}

// A site that does not come back drops out of the session, at whichever step it was.
TEST(SecAggRestart, WithoutASite) {
  for (int step = 0; step < Loopback::kSteps; ++step) {
    for (size_t at = 0; at < 24; ++at) {
      SCOPED_TRACE(testing::Message() << "step " << step << ", message " << at);
      Session run;
      run.loopback.announce_leaving = false;
      run.loopback.DropAt(1, static_cast<Loopback::Step>(step));
      bool done = false;
      run.To([&](size_t message) {
        if (message == at && !std::exchange(done, true)) run.loopback.RestartCoordinator();
      });
      const bool in = step > 2;
      Expect(run, in ? std::vector<uint32_t>{0, 1, 2, 3} : std::vector<uint32_t>{0, 2, 3});
    }
  }
}

TEST(SecAggRestart, ALostConnectionCostsNothing) {
  const size_t all = MessagesUndisturbed();
  for (size_t at = 0; at < all; ++at) {
    for (uint32_t site = 0; site < kSites; ++site) {
      SCOPED_TRACE(testing::Message() << "message " << at << ", site " << site);
      Session run;
      bool done = false;
      run.To([&](size_t message) {
        if (message == at && !std::exchange(done, true)) run.loopback.Reconnect(site);
      });
      Expect(run, {0, 1, 2, 3});
    }
  }
}

TEST(SecAggRestart, DamagedStepsAreRefused) {
  Session run;
  run.To([](size_t) {});
  std::vector<v1::SessionStepRecord> steps = run.loopback.steps;
  ASSERT_EQ(steps.size(), 5u);
  std::vector<coordinator::Candidate> candidates;
  for (const Site& site : run.loopback.fleet.sites) candidates.push_back(site.AsCandidate());
  const auto restore = [&](const std::vector<v1::SessionStepRecord>& from) {
    return coordinator::ServerSession::Restore(from, candidates, {}, {}).ok();
  };
  EXPECT_TRUE(restore(steps));
  EXPECT_FALSE(restore({}));
  EXPECT_FALSE(restore({steps[1]}));
  EXPECT_FALSE(restore({steps[0], steps[2]}));
  auto damaged = steps;
  damaged[1].mutable_roster()->mutable_entries(0)->pop_back();
  EXPECT_FALSE(restore(damaged));
  damaged = steps;
  damaged[1].mutable_roster()->mutable_entries()->SwapElements(0, 1);
  EXPECT_FALSE(restore(damaged));
  damaged[1].mutable_roster()->set_entries(0, damaged[1].roster().entries(1));
  EXPECT_FALSE(restore(damaged));
  damaged = steps;
  damaged[2].mutable_sharers()->mutable_dealt(0)->set_owner(99);
  EXPECT_FALSE(restore(damaged));
  damaged = steps;
  damaged[3].mutable_survivors()->mutable_sum()->pop_back();
  EXPECT_FALSE(restore(damaged));
  damaged = steps;
  damaged[4].mutable_quorum()->mutable_statements(0)->set_site(99);
  EXPECT_FALSE(restore(damaged));
  candidates.pop_back();
  EXPECT_FALSE(restore(steps));
}

}  // namespace
}  // namespace hansa::secagg_test
