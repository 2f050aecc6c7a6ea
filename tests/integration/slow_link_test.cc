// One site is another host behind a thin and lossy line: 256 kbit/s, and a tenth of all packets
// lost each way. Its rounds complete, with the site in every sum.

#include <gtest/gtest.h>

#include "common/base/text.h"
#include "tests/integration/held_round.h"
#include "tests/integration/network_namespace.h"

namespace hansa::testing {
namespace {

class SlowLink : public HeldRound {
 protected:
  void StartBehind() {
    ASSERT_EQ(host_.fault(), "");
    TestFleetOptions options;
    options.listen = StrCat("tcp://", host_.address(), ":0");
    options.commands[2] = host_.command();
    Start(std::move(options));
  }
  // Rounds wait long enough for a line like this.
  void ExpectAllInEachRound(const std::string& job) {
    const CommandResult run = fleet_->RunJob(SyntheticJob({.name = job,
                                                           .quorum = kSites,
                                                           .target = kSites,
                                                           .training = "60s",
                                                           .aggregating = "60s"}));
    ExpectUndisturbed(run, kSites);
    if (HasFailure()) ADD_FAILURE() << fleet_->Logs();
  }

  NetworkNamespace host_;
};

TEST_F(SlowLink, ARoundOver256Kbit) {
  ASSERT_NO_FATAL_FAILURE(StartBehind());
  ASSERT_TRUE(host_.Slow(256));
  ExpectAllInEachRound("thin-line");
}

TEST_F(SlowLink, ARoundOverALineThatLosesATenth) {
  ASSERT_NO_FATAL_FAILURE(StartBehind());
  ASSERT_TRUE(host_.Lose(10));
  ExpectAllInEachRound("lossy-line");
}

TEST_F(SlowLink, ARoundOverBothAtOnce) {
  ASSERT_NO_FATAL_FAILURE(StartBehind());
  ASSERT_TRUE(host_.Slow(256));
  ASSERT_TRUE(host_.Lose(3));
  ExpectAllInEachRound("thin-and-lossy");
}

}  // namespace
}  // namespace hansa::testing
