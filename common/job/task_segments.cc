#include "common/job/task_segments.h"

#include "common/job/scaled_segment.h"
#include "common/model/class_sums.h"
#include "common/model/error_histogram.h"

namespace hansa {
namespace {

constexpr uint32_t kUpdateScaleBits = 24;  // as many as a float's significand has
constexpr uint32_t kMetricScaleBits = 20;
constexpr double kMostRows = 4294967296.0;       // 2^32
constexpr double kLargestMetric = 1073741824.0;  // 2^30

// `length` counts of rows, each as large as all of them.
secagg::Segment Counts(secagg::Segment rows, const char* name, uint64_t length) {
  rows.name = name;
  rows.length = length;
  return rows;
}

}  // namespace

Result<std::vector<secagg::Segment>> TrainSegments(const JobSpec& job, uint64_t elements) {
  const Cohort cohort{job.clients_target, job.ring_bits, job.max_weight};
  secagg::Segment update = {"update", elements, -job.clip_norm, job.clip_norm, 0, true};
  secagg::Segment weight = {"weight", 1, 0, 1, 0, true};
  update = HANSA_TRY(Scaled(update, cohort, kUpdateScaleBits, kFewestScaleBits));
  weight = HANSA_TRY(Scaled(weight, cohort, 0, 0));
  return std::vector<secagg::Segment>{update, weight};
}

Result<std::vector<secagg::Segment>> EvaluateSegments(const JobSpec& job) {
  const Cohort cohort{job.clients_target, kEvaluationRingBits, 1};
  const secagg::Segment counts[] = {{"rows", 1, 0, kMostRows}, {"correct", 1, 0, kMostRows}};
  const secagg::Segment rows = HANSA_TRY(Scaled(counts[0], cohort, 0, 0));
  const secagg::Segment correct = HANSA_TRY(Scaled(counts[1], cohort, 0, 0));
  std::vector<secagg::Segment> metrics;
  for (const char* name : {"squared_error", "absolute_error", "loss"}) {
    const secagg::Segment metric = {name, 1, 0, kLargestMetric};
    metrics.push_back(HANSA_TRY(Scaled(metric, cohort, kMetricScaleBits, kFewestScaleBits)));
  }
  std::vector<secagg::Segment> segments = {rows, metrics[0], metrics[1], correct, metrics[2]};
  if (job.metrics.needs_confusion())
    segments.push_back(Counts(rows, "confusion", ConfusionCells(job.network)));
  if (job.metrics.needs_scores())
    segments.push_back(Counts(rows, "scores", ScoreCells(job.network)));
  if (job.metrics.needs_errors()) segments.push_back(Counts(rows, "errors", kErrorBins));
  return segments;
}

}  // namespace hansa
