#pragma once
// What a task yields, and the ring vector that a session sums. The same for masked and plain
// sessions.

#include <cstdint>
#include <variant>
#include <vector>

#include "client/core/evaluation_sums.h"
#include "client/core/local_update.h"
#include "common/base/random_source.h"
#include "common/base/result.h"
#include "common/job/job_spec.h"
#include "common/secagg/ring.h"
#include "common/secagg/segment.h"

namespace hansa::client {

struct TrainingAnswer {
  LocalUpdate update;
  uint64_t rows = 0;
};
using TaskAnswer = std::variant<TrainingAnswer, EvaluationSums>;

struct EncodedAnswer {
  std::vector<secagg::Segment> segments;  // by the site's own computation
  uint32_t ring_bits = 64;
  secagg::RingVector vector;
};

// An update counts min(rows, job.max_weight) times. kBadInput when the job's segments cannot be
// made, or a value is not finite.
Result<EncodedAnswer> EncodeAnswer(const JobSpec& job, const TaskAnswer& answer,
                                   RandomSource& random);

}  // namespace hansa::client
