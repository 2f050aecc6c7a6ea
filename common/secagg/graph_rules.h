#pragma once
// How many neighbours a site needs, and how many shares of a secret: by exact counting, so that the
// coordinator's choice is checked by every site with the same result
// (docs/protocol/secure-aggregation.md, "Graph and threshold").

#include <cstdint>
#include <functional>
#include <optional>

#include "common/base/result.h"

namespace hansa::secagg {

// What may go wrong among the sites of one roster. Both numbers of heads are of this roster.
struct Risks {
  uint32_t sites = 0;      // n
  uint32_t colluders = 0;  // K: with the coordinator
  uint32_t dropouts = 0;   // D: away before the end; more of them end a session, and no more
};

struct GraphSize {
  uint32_t neighbours = 0;  // k
  uint32_t threshold = 0;   // t
  bool operator==(const GraphSize&) const = default;
};

// Of a coordinator that lies: 40 bits of statistical security, one more since two things may go
// wrong, and 64 for the rosters that it may try.
inline constexpr uint32_t kMaliciousExponent = 105;

// The smallest t that is safe with k neighbours, or none.
using ThresholdRule = std::function<std::optional<uint32_t>(uint32_t neighbours)>;

// An honest coordinator that is curious: no t colluders around a site, and the ring of honest sites
// that stay holds together, but for 2^-40.
std::optional<uint32_t> SemiHonestThreshold(const Risks& risks, uint32_t neighbours);
// A coordinator that lies: no site's two secrets together, no arc of the ring alone, but for 2^-40
// of the rosters, 2^64 of which it may try. Good only with rule B of the sites.
std::optional<uint32_t> MaliciousThreshold(const Risks& risks, uint32_t neighbours);

// The most colluders that sit among `drawn` sites around any one site, but for a chance of
// 2^-sigma in all: P[more] <= 2^-sigma / n.
uint32_t CorruptBound(const Risks& risks, uint32_t drawn, uint32_t sigma);

// The smallest even k below n - 1 for which the rule's t is reached by the neighbours that stay,
// but for a chance of 2^-20 in all. None: only the complete graph is left.
std::optional<GraphSize> FindRing(const Risks& risks, const ThresholdRule& rule);

}  // namespace hansa::secagg
