// The threshold of a job with model.anomaly_quantile: measured in the evaluation of its last round,
// for a version that is signed already. So the version's weights are published once more, as the
// next version, whose manifest has the threshold; then the job ends (decision 0014).

#include "common/base/text.h"
#include "coordinator/aggregation/evaluation_metrics.h"
#include "coordinator/core/job_machine.h"
#include "coordinator/core/publishing.h"

namespace hansa::coordinator {
namespace {

std::string NotMeasured(const Round& round) {
  const std::string none = "it was not measured";
  return round.unmeasured.empty() ? none : StrCat(none, ": ", round.unmeasured);
}

}  // namespace

Outcome JobMachine::EndWithoutThreshold(Turn& turn, const v1::PublicationRecord& end,
                                        const std::string& why) {
  const std::string none =
      StrCat("version ", context_.base->version, " has no threshold for anomalies: ", why,
             "; a job with task = \"evaluate\" can measure it");
  Finish(turn, "succeeded", end.end_code().empty() ? "no_threshold" : end.end_code(),
         end.end_reason().empty() ? none : StrCat(end.end_reason(), "; ", none));
  return std::nullopt;
}

// How the job ends is kept with the version that is being made, over any crash.
Outcome JobMachine::AfterLastRound(Turn& turn, const std::string& code, const std::string& reason) {
  v1::PublicationRecord record;
  record.set_kind(v1::PublicationRecord::KIND_THRESHOLD);
  record.set_end_code(code);
  record.set_end_reason(reason);
  if (!context_.spec->anomaly_quantile) {
    Finish(turn, "succeeded", code, reason);
    return std::nullopt;
  }
  const auto& metrics = context_.round.metrics;
  const auto threshold = metrics.find(kThresholdMetric);
  if (threshold == metrics.end())
    return EndWithoutThreshold(turn, record,
                               metrics.empty() ? NotMeasured(context_.round)
                                               : "the quantile is outside of the range of errors");
  record.set_anomaly_threshold(threshold->second);
  turn.out.persist.push_back(context_.record);
  return Enter(turn, std::make_unique<Publishing>(std::move(record)));
}

}  // namespace hansa::coordinator
