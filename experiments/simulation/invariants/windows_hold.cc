#include <algorithm>
#include <optional>

#include "common/base/text.h"
#include "coordinator/core/absences.h"
#include "coordinator/core/scheduling/site_pool.h"
#include "experiments/simulation/invariants/invariants.h"

namespace hansa::simulation {
namespace {

// For work beside the loop: two versions at most are made in one stretch.
constexpr Duration kSlack = seconds(1);

// Vectors that are fetched take longer.
Duration UploadingOf(const Plan& plan, const JobSpec& spec) {
  return plan.piece > 0 ? spec.uploading : Duration{};
}

// Other jobs' rounds, and the time after which this one stands before them (SitePool).
Duration OthersOf(const Plan& plan, const JobSpec& spec) {
  if (plan.jobs < 2) return {};
  const Duration round = spec.training + 2 * spec.aggregating + spec.evaluating +
                         2 * UploadingOf(plan, spec) + 2 * kSlack;
  return 2 * coordinator::SitePool::kAging + 2 * static_cast<int>(plan.jobs) * round;
}

class WindowsHold final : public Invariant {
 public:
  WindowsHold(const Plan& plan, const JobSpec& spec)
      : selecting_(spec.selecting + kSlack + plan.cooldown + OthersOf(plan, spec)),
        measuring_(spec.evaluate_rounds
                       ? spec.evaluating + spec.aggregating + UploadingOf(plan, spec)
                       : Duration{}),
        round_(spec.training + spec.aggregating + UploadingOf(plan, spec) + kSlack + measuring_) {}
  std::string_view name() const override { return "windows_hold"; }

  void OnCoordinatorStarted(coordinator::Store&) override {
    running_ = true;
    Wait(std::max(selecting_ + (open_ ? measuring_ : Duration{}), round_) +
             coordinator::kRestartPatience,
         "what was resumed");
  }
  void OnCoordinatorStopped() override {
    running_ = false;
    deadline_.reset();
  }
  void OnJobEvent(const coordinator::Event& event) override {
    if (std::holds_alternative<coordinator::RoundStarted>(event)) {
      open_ = true;
      Wait(round_, "the round");
    }
    if (std::holds_alternative<coordinator::RoundFinished>(event) ||
        std::holds_alternative<coordinator::RoundFailed>(event)) {
      open_ = false;
      Wait(selecting_, "selecting");
    }
    // The round's version may be measured once more.
    if (std::holds_alternative<coordinator::EvaluationFailed>(event) ||
        std::holds_alternative<coordinator::JobContinued>(event))
      Wait(selecting_ + (open_ ? measuring_ : Duration{}), "selecting");
    if (std::holds_alternative<coordinator::JobFinished>(event) ||
        std::holds_alternative<coordinator::JobPaused>(event))
      deadline_.reset();
  }
  void OnEvent(const coordinator::CoordinatorMachine* machine, size_t) override {
    if (!deadline_ || now() <= *deadline_) return;
    deadline_.reset();
    if (machine == nullptr || machine->jobs().empty()) return;
    Break(StrCat(what_, " took longer than its windows allow"));
  }

 private:
  void Wait(Duration longest, const char* what) {
    if (!running_) return;
    deadline_ = now() + longest;
    what_ = what;
  }

  Duration selecting_, measuring_, round_;
  bool running_ = false;
  bool open_ = false;  // a round
  std::optional<Instant> deadline_;
  std::string what_;
};

}  // namespace

InvariantPtr MakeWindowsHold(const Plan& plan, const JobSpec& spec) {
  return std::make_unique<WindowsHold>(plan, spec);
}

}  // namespace hansa::simulation
