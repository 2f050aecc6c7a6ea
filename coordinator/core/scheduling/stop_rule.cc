#include "coordinator/core/scheduling/stop_rule.h"

#include "common/base/text.h"

namespace hansa::coordinator {

void NoteMetrics(const StopSpec& stop, const std::map<std::string, double>& metrics,
                 uint64_t version, v1::JobProgress& progress) {
  const auto found = metrics.find(stop.metric);
  if (found == metrics.end()) return;
  const double value = found->second;
  const bool first = progress.metric().empty();
  const auto gain = [&](double since) {
    return LargerIsBetter(stop.metric) ? value - since : since - value;
  };
  progress.set_metric(stop.metric);
  progress.set_rounds_without_progress(progress.rounds_without_progress() + 1);
  if (first || gain(progress.progress_value()) > stop.min_delta) {
    progress.set_progress_value(value);
    progress.set_rounds_without_progress(0);
  }
  if (!first && gain(progress.best_value()) <= 0) return;
  progress.set_best_value(value);
  progress.set_best_version(version);
}

std::optional<std::string> StopReason(const StopSpec& stop,
                                      const std::map<std::string, double>& metrics,
                                      const v1::JobProgress& progress) {
  if (const auto found = metrics.find(stop.metric); found != metrics.end()) {
    const double value = found->second;
    if (stop.below && value < *stop.below)
      return StrCat(stop.metric, " ", value, " is below ", *stop.below);
    if (stop.above && value > *stop.above)
      return StrCat(stop.metric, " ", value, " is above ", *stop.above);
  }
  if (stop.patience > 0 && progress.rounds_without_progress() >= stop.patience)
    return StrCat(stop.metric, " did not get better than ", progress.best_value(), " in ",
                  progress.rounds_without_progress(), " rounds");
  if (stop.bytes > 0 && progress.bytes() >= stop.bytes)
    return StrCat("the budget of ", HumanBytes(static_cast<double>(stop.bytes)), " is used up");
  const auto budget_ms = static_cast<uint64_t>(stop.time / milliseconds(1));
  if (budget_ms > 0 && progress.run_ms() >= budget_ms)
    return StrCat("the budget of ", Seconds(stop.time), " s is used up");
  return std::nullopt;
}

}  // namespace hansa::coordinator
