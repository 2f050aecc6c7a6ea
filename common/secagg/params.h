#pragma once
// The parameters of a session, checked: whoever holds a SessionSetup that CheckSetup passed may
// rely on every bound named here. The bytes that travel are read in common/wire/session_params.h.

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/crypto/hash.h"
#include "common/secagg/profile.h"
#include "common/secagg/segment.h"

namespace hansa::secagg {

enum class Purpose { kTrain, kEvaluate, kStatistics };

struct SessionSetup {
  std::array<uint8_t, 32> nonce{};
  uint64_t session_number = 0;
  crypto::Digest job_digest{};
  Purpose purpose = Purpose::kTrain;
  uint64_t round = 0;
  uint64_t base_version = 0;
  crypto::Digest model_sha256{};
  uint32_t ring_bits = 64;        // 32 or 64
  std::vector<Segment> segments;  // at least one element in all
  uint32_t max_weight = 1;        // w_max, at least 1
  uint32_t smallest_cohort = 2;   // n_min: 2 .. n_max
  uint32_t largest_cohort = 2;    // n_max: up to kSites; kCompleteGraphSites when complete
  Profile profile = Profile::kComplete;
  uint32_t colluders = 0;         // K; n_min - K >= 2 where there are masks
  uint32_t dropout_permille = 0;  // of a roster, that may drop: below 500; 0 but on rings

  size_t elements() const;
  size_t vector_bytes() const { return elements() * ring_bits / 8; }
};

// Refused (kBadInput) with the numbers: sizes, ranges, unknown values, and any segment for which a
// sum over n_max sites could wrap:  n_max * w_max * ceil(max(|low|, |high|) * 2^scale_bits) must be
// below 2^(ring_bits - 1), in exact integers.
Result<> CheckSetup(const SessionSetup& setup);

// The largest magnitude that one site's element of this segment can take before weighting. Exact;
// kBadInput when it is 2^62 or more, or low > high, or either is not finite.
Result<uint64_t> SegmentBound(const Segment& segment);

}  // namespace hansa::secagg
