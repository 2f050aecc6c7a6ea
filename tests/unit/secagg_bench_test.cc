// The benchmark itself: real sessions with an exact sum, and the formulas by hand.

#include "experiments/bench/secagg_bench.h"

#include <gtest/gtest.h>

namespace hansa::bench {
namespace {

// One primitive at a time: how often each is counted.
TEST(SecAggLimit, CountsByHand) {
  const SumShape shape{
      .clients = 10, .dropped = 2, .neighbours = 9, .threshold = 5, .bytes = 1000, .statements = 5};
  const auto client = [&](PrimitiveCosts costs) { return ClientLimit(costs, shape); };
  const auto server = [&](PrimitiveCosts costs) { return ServerLimit(costs, shape); };
  EXPECT_EQ(client({.mask_byte = 1}), 10 * 1000);
  EXPECT_EQ(client({.agree = 1}), 20);
  EXPECT_EQ(client({.sign = 1}), 5);
  EXPECT_EQ(client({.verify = 1}), 18 + 5);
  EXPECT_EQ(client({.hkdf = 1}), 18);
  EXPECT_EQ(client({.seal = 1}), 18);
  EXPECT_EQ(client({.field_multiply = 1}), 450);
  EXPECT_EQ(client({.add_byte = 1}), 0);
  EXPECT_EQ(client({.hash_byte = 1}), 1000);
  EXPECT_EQ(ClientLimitOfSum({.hash_byte = 1}, shape), 0);
  EXPECT_EQ(server({.mask_byte = 1}), (8 + 2 * 8) * 1000);
  EXPECT_EQ(server({.add_byte = 1}), 8 * 1000);
  EXPECT_EQ(server({.agree = 1}), 16);
  EXPECT_EQ(server({.hash_byte = 1}), 8 * 1000);
  EXPECT_EQ(server({.verify = 1}), 20 + 16);
  EXPECT_EQ(ServerLimitOfSum({.hash_byte = 1, .verify = 1}, shape), 20);
  EXPECT_EQ(server({.field_multiply = 1}), 5 * 10 * 5 + 2 * 25);
}

// A ring of 11 sites: of four neighbours 3.2 stay on average, and every owner has holders of its
// own.
TEST(SecAggLimit, CountsARing) {
  SumShape ring{.clients = 11,
                .dropped = 3,
                .neighbours = 4,
                .threshold = 3,
                .bytes = 1000,
                .statements = 6,
                .shows_masked = true};
  EXPECT_DOUBLE_EQ(ClientLimit({.verify = 1}, ring), 8 + 6 + 3.2);
  EXPECT_DOUBLE_EQ(ServerLimit({.agree = 1}, ring), 3 * 3.2);
  EXPECT_DOUBLE_EQ(ServerLimit({.mask_byte = 1}, ring), (8 + 3 * 3.2) * 1000);
  EXPECT_DOUBLE_EQ(ServerLimit({.field_multiply = 1}, ring), 5 * 11 * 3 + 11 * 2 * 9);
  EXPECT_EQ(ServerLimit({.verify = 1}, ring), 22 + 16);
  ring.asks_alive = false;
  EXPECT_EQ(ClientLimit({.sign = 1}, ring), 4);
  EXPECT_EQ(ServerLimit({.verify = 1}, ring), 22 + 8);
}

TEST(SecAggBench, SumsExactlyWithAndWithoutDropouts) {
  for (const double dropout : {0.0, 0.25}) {
    SecAggBenchOptions options{
        .clients = 8, .dim = 500, .dropout = dropout, .sessions = 1, .progress = [](auto&) {}};
    const auto result = RunSecAggBench(options);
    ASSERT_TRUE(result.ok()) << result.error().Text();
    EXPECT_TRUE(result->sum_exact);
    EXPECT_EQ(result->shape.dropped, dropout * 8);
    EXPECT_EQ(result->shape.neighbours, 7u);
    EXPECT_EQ(result->shape.threshold, 4u);
    EXPECT_GT(result->client_bytes_up, 2000u);  // at least the masked input
    EXPECT_GT(result->client_bytes_down, 7u * 108);
    EXPECT_GT(result->client_seconds, 0);
    EXPECT_GT(result->server_seconds, 0);
  }
}

TEST(SecAggBench, SaysWhyTooManyDropoutsFail) {
  const SecAggBenchOptions options{
      .clients = 8, .dim = 10, .dropout = 0.8, .sessions = 1, .progress = [](auto&) {}};
  const auto result = RunSecAggBench(options);
  ASSERT_FALSE(result.ok());
  EXPECT_NE(result.error().why.find("masked_input"), std::string::npos) << result.error().Text();
}

TEST(SecAggBench, SumsOverRings) {
  for (const char* profile : {"malicious", "semi-honest"}) {
    SCOPED_TRACE(profile);
    const SecAggBenchOptions options{.profile = profile,
                                     .clients = 60,
                                     .dim = 100,
                                     .dropout = 0.05,
                                     .sessions = 1,
                                     .progress = [](auto&) {}};
    const auto result = RunSecAggBench(options);
    ASSERT_TRUE(result.ok()) << result.error().Text();
    EXPECT_TRUE(result->sum_exact);
    EXPECT_EQ(result->shape.dropped, 3u);
    EXPECT_LT(result->shape.neighbours, 59u);
    EXPECT_EQ(result->shape.asks_alive, std::string_view(profile) == "malicious");
  }
}

TEST(SecAggBench, KnowsItsProfiles) {
  for (const char* profile : {"plain", "honest", ""}) {
    const SecAggBenchOptions options{.profile = profile, .progress = [](auto&) {}};
    const auto result = RunSecAggBench(options);
    ASSERT_FALSE(result.ok()) << profile;
    EXPECT_EQ(result.error().kind, ErrorKind::kUsage);
  }
}

}  // namespace
}  // namespace hansa::bench
