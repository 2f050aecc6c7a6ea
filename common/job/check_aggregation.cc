#include <limits>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/job/job_checks.h"

namespace hansa::internal {
namespace {

Result<double> AboveZero(const JobFaults& faults, std::string_view key, double value,
                         double otherwise) {
  if (!faults.Has(key)) return otherwise;
  if (!(value > 0)) return faults.At(key, "must be above 0", StrCat("it is ", value));
  return value;
}

}  // namespace

Result<> CheckAggregation(const v1::JobFile& file, const JobFaults& faults, JobSpec& job) {
  const v1::AggregationSection& aggregation = file.aggregation();
  job.secure = aggregation.secure() != v1::SECURE_AGGREGATION_OFF;
  job.clip_norm =
      HANSA_TRY(AboveZero(faults, "aggregation.clip_norm", aggregation.clip_norm(), 10));
  job.server_learning_rate = HANSA_TRY(
      AboveZero(faults, "aggregation.server_learning_rate", aggregation.server_learning_rate(), 1));
  job.max_weight = HANSA_TRY(CountOr(faults, "aggregation.max_weight", aggregation.max_weight(),
                                     10'000, 1, std::numeric_limits<uint32_t>::max()));
  job.colluders = aggregation.colluders();
  job.ring_bits = faults.Has("aggregation.ring_bits") ? aggregation.ring_bits() : 64;
  if (job.ring_bits != 32 && job.ring_bits != 64)
    return faults.At("aggregation.ring_bits", "must be 32 or 64", StrCat("it is ", job.ring_bits));
  return Success();
}

}  // namespace hansa::internal
