#include <algorithm>
#include <string_view>
#include <vector>

#include "common/base/text.h"
#include "common/job/job_checks.h"

namespace hansa {

bool LargerIsBetter(const std::string& metric) {
  return metric == "accuracy" || metric == "f1" || metric == "auroc";
}

namespace internal {
namespace {

// What an evaluation of the job yields as one figure.
std::vector<std::string_view> FiguresOf(const JobSpec& job) {
  if (!IsClassifier(job.network)) return {"rmse", "mae", "loss"};
  std::vector<std::string_view> figures = {"accuracy", "loss"};
  if (job.metrics.f1) figures.push_back("f1");
  if (job.metrics.auroc) figures.push_back("auroc");
  return figures;
}

std::string Listed(const std::vector<std::string_view>& names) {
  std::string text;
  for (const std::string_view name : names) text += StrCat(text.empty() ? "" : ", ", name);
  return text;
}

Result<> CheckMetric(const StopSpec& stop, const JobFaults& faults, const JobSpec& job) {
  const std::vector<std::string_view> names = FiguresOf(job);
  if (std::find(names.begin(), names.end(), stop.metric) == names.end())
    return faults.At("stop.metric", StrCat("is '", stop.metric.substr(0, 40), "'"),
                     StrCat("an evaluation of this job yields ", Listed(names)));
  if (!job.evaluate_rounds)
    return faults.At("stop.metric", "is never measured", "rounds.evaluate is false",
                     "Leave rounds.evaluate out, or stop by bytes or time");
  if (!stop.below && !stop.above && stop.patience == 0)
    return faults.At("stop.metric", "has no bound", "",
                     "Add below = ..., above = ... or patience = ...");
  return Success();
}

}  // namespace

Result<> CheckStop(const v1::JobFile& file, const JobFaults& faults, JobSpec& job) {
  if (!file.has_stop()) return Success();
  const v1::StopSection& section = file.stop();
  StopSpec& stop = job.stop;
  stop.metric = section.metric();
  if (section.has_below()) stop.below = section.below();
  if (section.has_above()) stop.above = section.above();
  stop.patience = HANSA_TRY(CountOr(faults, "stop.patience", section.patience(), 0, 1, job.rounds));
  stop.min_delta = section.min_delta();
  if (stop.min_delta < 0)
    return faults.At("stop.min_delta", "must not be negative", StrCat("it is ", stop.min_delta));
  if (stop.min_delta > 0 && stop.patience == 0)
    return faults.At("stop.min_delta", "needs stop.patience");
  for (const std::string_view key : {"stop.below", "stop.above", "stop.patience"})
    if (faults.Has(key) && stop.metric.empty())
      return faults.Missing("stop.metric", StrCat(key, " needs it: metric = \"rmse\""));
  stop.bytes = section.bytes().bytes();
  stop.time = milliseconds(section.time().milliseconds());
  if (faults.Has("stop.bytes") && stop.bytes == 0)
    return faults.At("stop.bytes", "must be above 0");
  if (faults.Has("stop.time") && stop.time <= Duration{})
    return faults.At("stop.time", "must be above 0");
  if (!stop.metric.empty()) return CheckMetric(stop, faults, job);
  if (!stop.any()) return faults.At("stop", "has no rule", "", "Leave the table out, or add one");
  return Success();
}

}  // namespace internal
}  // namespace hansa
