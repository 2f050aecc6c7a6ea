#include "client/core/task_answer.h"

#include <cmath>

#include "common/job/statistics_segments.h"
#include "common/job/task_segments.h"
#include "common/secagg/fixed_point.h"

namespace hansa::client {
namespace {

Result<> AddCounts(const std::vector<uint64_t>& counts, secagg::VectorEncoder& encoder) {
  const std::vector<double> values(counts.begin(), counts.end());
  HANSA_TRY(encoder.Add(std::span<const double>(values)));
  return Success();
}

// Already a whole number of steps, the encoder has nothing left to round.
void RoundToSteps(std::vector<double>& values, const secagg::Segment& segment) {
  const int bits = static_cast<int>(segment.scale_bits);
  for (double& value : values) value = std::ldexp(std::nearbyint(std::ldexp(value, bits)), -bits);
}

secagg::WrittenVector Written(secagg::RingVector vector) {
  secagg::WrittenVector out;
  out.sha256 = crypto::Sha256(vector.bytes());
  out.bytes = MakeSecretBlob(SecretBytes(vector.bytes()));
  vector.Wipe();
  return out;
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
  if (job.metrics.needs_errors()) HANSA_TRY(AddCounts(sums.errors, encoder));
  out.vector = Written(encoder.Finish());
  return out;
}

Result<EncodedAnswer> EncodeStatistics(const JobSpec& job, SiteStatistics statistics,
                                       RandomSource& random) {
  EncodedAnswer out;
  out.segments = HANSA_TRY(StatisticsSegments(job));
  out.ring_bits = kStatisticsRingBits;
  secagg::VectorEncoder encoder(out.segments, out.ring_bits, 1, random);
  std::vector<double>* const values[] = {&statistics.counts, &statistics.sums, &statistics.squares,
                                         &statistics.histogram};
  for (size_t i = 0; i < out.segments.size(); ++i) {
    RoundToSteps(*values[i], out.segments[i]);
    HANSA_TRY(encoder.Add(std::span<const double>(*values[i])));
  }
  out.vector = Written(encoder.Finish());
  return out;
}

}  // namespace hansa::client
