#include "client/core/task_answer.h"

#include "common/job/task_segments.h"
#include "common/secagg/fixed_point.h"

namespace hansa::client {
namespace {

Result<> AddCounts(const std::vector<uint64_t>& counts, secagg::VectorEncoder& encoder) {
  const std::vector<double> values(counts.begin(), counts.end());
  HANSA_TRY(encoder.Add(std::span<const double>(values)));
  return Success();
}

}  // namespace

Result<EncodedAnswer> EncodeSums(const JobSpec& job, const EvaluationSums& sums,
                                 RandomSource& random) {
  EncodedAnswer out;
  out.segments = HANSA_TRY(EvaluateSegments(job));
  out.ring_bits = kEvaluationRingBits;
  secagg::VectorEncoder encoder(out.segments, out.ring_bits, 1, random);
  for (const double value : {static_cast<double>(sums.rows), sums.squared_error,
                             sums.absolute_error, static_cast<double>(sums.correct), sums.loss})
    HANSA_TRY(encoder.Add(std::span<const double>(&value, 1)));
  if (job.metrics.needs_confusion()) HANSA_TRY(AddCounts(sums.confusion, encoder));
  if (job.metrics.needs_scores()) HANSA_TRY(AddCounts(sums.scores, encoder));
  secagg::RingVector vector = encoder.Finish();
  out.vector.sha256 = crypto::Sha256(vector.bytes());
  out.vector.bytes = MakeSecretBlob(SecretBytes(vector.bytes()));
  vector.Wipe();
  return out;
}

}  // namespace hansa::client
