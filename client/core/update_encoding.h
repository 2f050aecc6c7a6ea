#pragma once
// From trained weights to what a site adds to a sum: trained - base, shortened to the job's clip
// norm, in fixed point, times the site's rows. Heavy: done beside the loop. The models are read
// twice, through windows; neither they nor the result is ever in memory as a whole.

#include <cstdint>
#include <memory>

#include "client/core/inputs.h"
#include "common/base/random_source.h"
#include "common/base/result.h"
#include "common/job/job_spec.h"
#include "common/secagg/mask.h"

namespace hansa::client {

struct UpdateToEncode {
  std::shared_ptr<const JobSpec> job;
  Weights base;
  Weights trained;
  uint64_t rows = 0;                       // counts min(rows, job.max_weight) times, at least once
  std::shared_ptr<RandomSource> rounding;  // of this update alone
  uint32_t largest_unchanged = 100;        // percent of the values: the policy's
};

struct EncodedUpdate {
  crypto::Digest sha256{};  // of all that was written
  double norm = 0;          // before clipping
  bool clipped = false;
  uint64_t unchanged = 0;  // values that are as they were
};

// Writes the vector of TrainSegments to `out`. kBadInput when the trainer gave another number of
// values, one that is not finite, or an update beyond all numbers; kRefused when more values are as
// they were than the policy allows; else what reading and `out` may
// give.
Result<EncodedUpdate> EncodeUpdate(const UpdateToEncode& update, const secagg::ByteSink& out);

}  // namespace hansa::client
