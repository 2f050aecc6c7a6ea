#include <cmath>

#include "common/base/text.h"
#include "common/model/error_histogram.h"
#include "experiments/simulation/invariants/invariants.h"

namespace hansa::simulation {
namespace {

class ThresholdMeasured final : public Invariant {
 public:
  explicit ThresholdMeasured(const JobSpec& spec)
      : asked_for_(spec.anomaly_quantile), failures_allowed_(spec.failures_allowed) {}
  std::string_view name() const override { return "threshold_measured"; }

  // Every simulated row errs by 2 alike.
  void OnPublish(const coordinator::PublishWork& work) override {
    if (work.kind != coordinator::PublishWork::Kind::kThreshold) return;
    if (!asked_for_) return Break("a threshold is published that the job does not ask for");
    if (!work.anomaly_threshold || std::fabs(*work.anomaly_threshold - 2) > 2 * kErrorQuantileBound)
      Break("the threshold is not that of the sites' errors");
  }

  void OnJobEvent(const coordinator::Event& event) override {
    if (const auto* published = std::get_if<coordinator::ModelPublished>(&event)) {
      if (newest_) Break(StrCat("version ", published->version, " follows that of the threshold"));
      newest_ = published->anomaly_threshold.has_value();
    }
    if (std::holds_alternative<coordinator::RoundStarted>(event)) answers_may_have_left_ = false;
    if (std::holds_alternative<coordinator::RoundFailed>(event)) ++failures_;
    if (const auto* session = std::get_if<coordinator::SessionStarted>(&event))
      answers_may_have_left_ |= session->purpose == "evaluate";
    if (std::holds_alternative<coordinator::EvaluationFailed>(event)) {
      ++failures_;
      failed_at_ = now();
    }
    if (const auto* round = std::get_if<coordinator::RoundFinished>(&event)) {
      measured_ = !round->metrics.empty();
      given_up_ = failed_at_ == now() && failures_ <= failures_allowed_ && !answers_may_have_left_;
      failures_ = 0;
    }
    if (const auto* job = std::get_if<coordinator::JobFinished>(&event)) JobOver(*job);
  }

 private:
  void JobOver(const coordinator::JobFinished& job) {
    if (!asked_for_ || job.state != "succeeded" || newest_) return;
    if (measured_) Break("the job was measured, and its newest version has no threshold");
    if (!measured_ && given_up_) Break("the measuring was given up although it may be tried again");
  }

  std::optional<double> asked_for_;
  uint32_t failures_allowed_;
  uint32_t failures_ = 0;               // in a row, of attempts and of measurings
  bool answers_may_have_left_ = false;  // in the round, to an evaluation
  std::optional<Instant> failed_at_;    // the latest evaluation
  bool measured_ = false;               // in its last round
  bool given_up_ = false;               // the same, at once
  bool newest_ = false;                 // the newest version has a threshold
};

}  // namespace

InvariantPtr MakeThresholdMeasured(const JobSpec& spec) {
  return std::make_unique<ThresholdMeasured>(spec);
}

}  // namespace hansa::simulation
