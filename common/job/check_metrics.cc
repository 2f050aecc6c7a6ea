#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/job/job_checks.h"

namespace hansa::internal {

Result<> CheckMetrics(const v1::ModelSection& model, const JobFaults& faults, JobSpec& job) {
  for (int i = 0; i < model.metrics_size(); ++i) {
    const v1::Metric metric = model.metrics(i);
    if (metric == v1::METRIC_CONFUSION) job.metrics.confusion = true;
    if (metric == v1::METRIC_F1) job.metrics.f1 = true;
    if (metric == v1::METRIC_AUROC) job.metrics.auroc = true;
  }
  if (job.metrics == ExtraMetrics()) return Success();
  const uint32_t classes = ClassesOf(job.network);
  if (classes == 0)
    return faults.At("model.metrics", "are for classes",
                     StrCat("loss \"", Name(job.network.loss), "\" has none"),
                     "Remove the key: error and loss are always measured");
  if (classes > limits::kMetricClasses)
    return faults.At("model.metrics", "are for fewer classes",
                     StrCat(classes, " classes, at most ", limits::kMetricClasses),
                     "Remove the key: accuracy and loss are always measured");
  return Success();
}

}  // namespace hansa::internal
