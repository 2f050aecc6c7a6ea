#include "common/secagg/graph_rules.h"

#include <algorithm>

#include "common/secagg/hypergeometric.h"

namespace hansa::secagg {
namespace {

using crypto::Natural;

constexpr uint32_t kSigma = 40;  // statistical security
constexpr uint32_t kEta = 20;    // correctness

// k bad sites in a row at two places cut the ring. By the union bound over the places,
//   n (n - k - 1) / 2 * [B! / (B - k)!] * [(n - k)! / n!] < 2^-(sigma + 1)   with B = K + D.
bool HoldsTogether(const Risks& risks, uint32_t neighbours) {
  const uint32_t bad = risks.colluders + risks.dropouts;
  if (neighbours > bad) return true;
  Natural cut(risks.sites), all(2);
  cut *= risks.sites - neighbours - 1;
  cut <<= kSigma + 1;
  for (uint32_t i = 0; i < neighbours; ++i) {
    cut *= bad - i;
    all *= risks.sites - i;
  }
  return cut < all;
}

// The most colluders on one side of a site. An arc needs two such sides, so each has half of the
// exponent: P[more]^2 <= 2^-sigma / n^2.
uint32_t SideBound(const Risks& risks, uint32_t neighbours, uint32_t sigma) {
  const Hypergeometric side(risks.sites, risks.colluders, neighbours / 2);
  Natural all = side.all();
  all *= side.all();
  return side.UpperBound([&](const Natural& above) {
    Natural square = above;
    (square *= above) *= uint64_t{risks.sites} * risks.sites;
    return (square <<= sigma) <= all;
  });
}

bool EnoughStay(const Risks& risks, const GraphSize& size) {
  const Hypergeometric staying(risks.sites, risks.sites - risks.dropouts, size.neighbours);
  Natural fewer = staying.WaysBelow(size.threshold);
  fewer *= risks.sites;
  return (fewer <<= kEta) <= staying.all();
}

}  // namespace

uint32_t CorruptBound(const Risks& risks, uint32_t drawn, uint32_t sigma) {
  const Hypergeometric around(risks.sites, risks.colluders, drawn);
  return around.UpperBound([&](const Natural& above) {
    Natural scaled = above;
    return ((scaled *= risks.sites) <<= sigma) <= around.all();
  });
}

std::optional<uint32_t> SemiHonestThreshold(const Risks& risks, uint32_t neighbours) {
  if (!HoldsTogether(risks, neighbours)) return std::nullopt;
  const uint32_t threshold = CorruptBound(risks, neighbours, kSigma + 1) + 1;
  return threshold <= neighbours ? std::optional(threshold) : std::nullopt;
}

std::optional<uint32_t> MaliciousThreshold(const Risks& risks, uint32_t neighbours) {
  const uint32_t corrupt = CorruptBound(risks, neighbours, kMaliciousExponent);
  const uint32_t beside = SideBound(risks, neighbours, kMaliciousExponent);
  const uint32_t threshold = std::max((neighbours + corrupt) / 2 + 1, neighbours / 2 + beside + 1);
  return threshold <= neighbours ? std::optional(threshold) : std::nullopt;
}

std::optional<GraphSize> FindRing(const Risks& risks, const ThresholdRule& rule) {
  for (uint32_t neighbours = 2; neighbours + 1 < risks.sites; neighbours += 2) {
    const std::optional<uint32_t> threshold = rule(neighbours);
    if (threshold && EnoughStay(risks, {neighbours, *threshold}))
      return GraphSize{neighbours, *threshold};
  }
  return std::nullopt;
}

}  // namespace hansa::secagg
