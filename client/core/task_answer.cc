#include "client/core/task_answer.h"

#include <algorithm>
#include <array>

#include "common/job/task_segments.h"
#include "common/secagg/fixed_point.h"

namespace hansa::client {
namespace {

using secagg::VectorEncoder;

Result<EncodedAnswer> EncodeUpdate(const JobSpec& job, const TrainingAnswer& answer,
                                   RandomSource& random) {
  EncodedAnswer out;
  out.segments = HANSA_TRY(TrainSegments(job, answer.update.values.size()));
  out.ring_bits = job.ring_bits;
  const auto weight = static_cast<uint32_t>(std::clamp<uint64_t>(answer.rows, 1, job.max_weight));
  VectorEncoder encoder(out.segments, out.ring_bits, weight, random);
  HANSA_TRY(encoder.Add(std::span<const float>(answer.update.values)));
  const std::array<float, 1> one = {1.0f};
  HANSA_TRY(encoder.Add(std::span<const float>(one)));
  out.vector = encoder.Finish();
  return out;
}

Result<> AddCounts(const std::vector<uint64_t>& counts, VectorEncoder& encoder) {
  const std::vector<double> values(counts.begin(), counts.end());
  HANSA_TRY(encoder.Add(std::span<const double>(values)));
  return Success();
}

Result<EncodedAnswer> EncodeSums(const JobSpec& job, const EvaluationSums& sums,
                                 RandomSource& random) {
  EncodedAnswer out;
  out.segments = HANSA_TRY(EvaluateSegments(job));
  out.ring_bits = kEvaluationRingBits;
  VectorEncoder encoder(out.segments, out.ring_bits, 1, random);
  for (const double value : {static_cast<double>(sums.rows), sums.squared_error,
                             sums.absolute_error, static_cast<double>(sums.correct), sums.loss})
    HANSA_TRY(encoder.Add(std::span<const double>(&value, 1)));
  if (job.metrics.needs_confusion()) HANSA_TRY(AddCounts(sums.confusion, encoder));
  if (job.metrics.needs_scores()) HANSA_TRY(AddCounts(sums.scores, encoder));
  out.vector = encoder.Finish();
  return out;
}

}  // namespace

Result<EncodedAnswer> EncodeAnswer(const JobSpec& job, const TaskAnswer& answer,
                                   RandomSource& random) {
  if (const auto* training = std::get_if<TrainingAnswer>(&answer))
    return EncodeUpdate(job, *training, random);
  return EncodeSums(job, std::get<EvaluationSums>(answer), random);
}

}  // namespace hansa::client
