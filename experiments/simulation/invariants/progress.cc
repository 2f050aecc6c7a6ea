#include <optional>

#include "common/base/text.h"
#include "experiments/simulation/invariants/invariants.h"

namespace hansa::simulation {
namespace {

// After the last fault: processes return, lost connections are noticed, windows that were hit run
// out. What starts later must end well.
Duration Settling(const Plan& plan, const JobSpec& spec) {
  return seconds(60) + 8 * plan.heartbeat + spec.training + spec.aggregating;
}

class Progress final : public Invariant {
 public:
  Progress(const Plan& plan, const JobSpec& spec)
      : settling_(Settling(plan, spec)),
        selecting_(spec.selecting),
        cancelled_(plan.cancel_after > Duration{} ? Instant{} + plan.cancel_after
                                                  : Instant::max()) {}
  std::string_view name() const override { return "progress"; }

  void OnFaultsEnd() override { settled_ = now() + settling_; }
  void OnJobEvent(const coordinator::Event& event) override {
    if (std::holds_alternative<coordinator::RoundStarted>(event)) started_ = now();
    if (!settled_) return;
    if (const auto* failed = std::get_if<coordinator::RoundFailed>(&event))
      if (started_ > *settled_ && now() < cancelled_ && failed->reason != "paused by an operator")
        Break(StrCat("round ", failed->round,
                     " failed although nothing was wrong any more: ", failed->reason));
    if (const auto* finished = std::get_if<coordinator::JobFinished>(&event))
      if (finished->code == "no_threshold" && started_ > *settled_)
        Break("the threshold was not measured although nothing was wrong any more");
    if (const auto* finished = std::get_if<coordinator::JobFinished>(&event))
      if (finished->code == "too_few_sites" && now() > *settled_ + selecting_)
        Break(StrCat("the job found too few sites although all were there: ", finished->reason));
  }
  void OnEnd(bool job_ended) override {
    if (!job_ended) Break("the job did not end");
  }

 private:
  Duration settling_, selecting_;
  Instant cancelled_;  // by the plan
  Instant started_{};
  std::optional<Instant> settled_;
};

}  // namespace

InvariantPtr MakeProgress(const Plan& plan, const JobSpec& spec) {
  return std::make_unique<Progress>(plan, spec);
}

}  // namespace hansa::simulation
