// The threshold of a job with model.anomaly_quantile: measured in the evaluation of its last round,
// for a version that is signed already. So the version's weights are published once more, as the
// next version, whose manifest has the threshold; then the job ends (decision 0014).

#include "common/base/text.h"
#include "coordinator/aggregation/evaluation_metrics.h"
#include "coordinator/core/job_machine.h"
#include "coordinator/core/publishing.h"

namespace hansa::coordinator {
namespace {

std::string WhyNone(const Round& round, uint64_t version) {
  return StrCat("version ", version, " has no threshold for anomalies: ",
                round.metrics.empty() ? "its evaluation failed"
                                      : "the quantile lies outside of the range of errors",
                "; a job with task = \"evaluate\" can measure it");
}

}  // namespace

Outcome JobMachine::AfterLastRound(Turn& turn, const std::string& code, const std::string& reason) {
  const auto threshold = context_.round.metrics.find(kThresholdMetric);
  if (!context_.spec->anomaly_quantile || threshold == context_.round.metrics.end()) {
    const bool missing = context_.spec->anomaly_quantile.has_value();
    const std::string why = missing ? WhyNone(context_.round, context_.base->version) : "";
    const std::string both = reason.empty() || why.empty() ? "" : "; ";
    Finish(turn, "succeeded", code, reason + both + why);
    return std::nullopt;
  }
  v1::PublicationRecord record;
  record.set_kind(v1::PublicationRecord::KIND_THRESHOLD);
  record.set_anomaly_threshold(threshold->second);
  record.set_end_code(code);
  record.set_end_reason(reason);
  return Enter(turn, std::make_unique<Publishing>(std::move(record)));
}

}  // namespace hansa::coordinator
