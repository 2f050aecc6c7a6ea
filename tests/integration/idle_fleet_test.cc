// Many sites with nothing to do, over real connections, and all of them back at once after the
// coordinator was killed. The same at full size is a benchmark: hansa-lab bench idle.

#include <gtest/gtest.h>

#include "experiments/bench/idle_bench.h"

namespace hansa::bench {
namespace {

TEST(IdleFleet, AllAreBackAfterTheCoordinatorWasKilled) {
  const auto result = RunIdleBench({.sites = 60,
                                    .idle = seconds(1),
                                    .patience = seconds(120),
                                    .programs = HANSA_BIN_DIR,
                                    .progress = [](const std::string&) {}});
  ASSERT_TRUE(result.ok()) << result.error().Text();
  EXPECT_GT(result->idle_bytes, result->empty_bytes);
// Sanitizers need memory of their own.
#ifndef HANSA_SANITIZED
  // Most of it is libzmq's, for the queues and keys of a connection.
  EXPECT_LT(result->bytes_per_site, 256e3);
  EXPECT_LT(result->return_peak_bytes, 256e6);
#endif
}

}  // namespace
}  // namespace hansa::bench
