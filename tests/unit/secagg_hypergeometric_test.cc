#include <gtest/gtest.h>

#include <array>

#include "common/secagg/hypergeometric.h"

namespace hansa::secagg {
namespace {

using crypto::Natural;

constexpr double kExact = 1e-9;  // relative, as published with the values

double Mass(uint32_t hits, uint32_t population, uint32_t marked, uint32_t drawn) {
  const Hypergeometric law(population, marked, drawn);
  return law.Ways(hits).Over(law.all());
}

double AtMost(uint32_t hits, uint32_t population, uint32_t marked, uint32_t drawn) {
  const Hypergeometric law(population, marked, drawn);
  return law.WaysBelow(hits + 1).Over(law.all());
}

void ExpectNear(double seen, double known) { EXPECT_NEAR(seen, known, known * kExact); }

// Published with the parameter finder of google-parfait/federated-compute.
TEST(Hypergeometric, KnownValues) {
  ExpectNear(Mass(4, 15, 6, 12), 0.2967032967032967);
  ExpectNear(Mass(40, 980, 392, 103), 0.08225792329713294);
  ExpectNear(AtMost(89, 1489, 312, 370), 0.9599670222722507);
  ExpectNear(AtMost(2, 187, 105, 43), 5.526570670097338e-16);
}

TEST(Hypergeometric, AllWaysTogetherAreAll) {
  for (const auto& [population, marked, drawn] :
       {std::array{10u, 4u, 3u}, {10u, 0u, 3u}, {10u, 10u, 3u}, {7u, 5u, 6u}, {60u, 20u, 30u}}) {
    const Hypergeometric law(population, marked, drawn);
    Natural sum(0);
    for (uint32_t hits = 0; hits <= drawn; ++hits) {
      EXPECT_EQ(law.WaysBelow(hits), sum);
      sum += law.Ways(hits);
    }
    EXPECT_EQ(sum, law.all());
    EXPECT_EQ(law.WaysBelow(drawn + 1), law.all());
  }
}

// The bound is the first from which the ways above fit: compared with a plain search.
TEST(Hypergeometric, TheUpperBoundIsTheSmallestThatFits) {
  for (uint32_t population : {5u, 12u, 40u})
    for (uint32_t marked = 0; marked <= population; marked += 3)
      for (uint32_t drawn = 1; drawn < population; drawn += 4)
        for (uint32_t one_in : {2u, 50u, 100'000u}) {
          const Hypergeometric law(population, marked, drawn);
          const auto fits = [&](Natural above) { return (above *= one_in) <= law.all(); };
          uint32_t smallest = 0;
          for (;; ++smallest) {
            Natural above(0);
            for (uint32_t hits = smallest + 1; hits <= drawn; ++hits) above += law.Ways(hits);
            if (fits(above)) break;
          }
          EXPECT_EQ(law.UpperBound(fits), smallest);
        }
}

}  // namespace
}  // namespace hansa::secagg
