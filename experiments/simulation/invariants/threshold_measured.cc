#include <cmath>

#include "common/base/text.h"
#include "common/model/error_histogram.h"
#include "experiments/simulation/invariants/invariants.h"

namespace hansa::simulation {
namespace {

class ThresholdMeasured final : public Invariant {
 public:
  explicit ThresholdMeasured(const JobSpec& spec) : asked_for_(spec.anomaly_quantile) {}
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
    if (const auto* round = std::get_if<coordinator::RoundFinished>(&event))
      measured_ = !round->metrics.empty();
    if (const auto* job = std::get_if<coordinator::JobFinished>(&event))
      if (asked_for_ && job->state == "succeeded" && measured_ && !newest_)
        Break("the job was measured, and its newest version has no threshold");
  }

 private:
  std::optional<double> asked_for_;
  bool measured_ = false;  // in its last round
  bool newest_ = false;    // the newest version has a threshold
};

}  // namespace

InvariantPtr MakeThresholdMeasured(const JobSpec& spec) {
  return std::make_unique<ThresholdMeasured>(spec);
}

}  // namespace hansa::simulation
