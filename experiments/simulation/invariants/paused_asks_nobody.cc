#include <set>

#include "common/base/text.h"
#include "experiments/simulation/invariants/invariants.h"

namespace hansa::simulation {
namespace {

class PausedAsksNobody final : public Invariant {
 public:
  explicit PausedAsksNobody(const std::vector<std::shared_ptr<const JobSpec>>& jobs) {
    for (const auto& job : jobs) digests_.push_back(ToString(job->digest));
  }
  std::string_view name() const override { return "paused_asks_nobody"; }

  void OnEventOf(size_t job, const coordinator::Event& event) override {
    if (std::holds_alternative<coordinator::JobPaused>(event)) paused_.insert(digests_[job]);
    if (std::holds_alternative<coordinator::JobContinued>(event)) paused_.erase(digests_[job]);
    if (paused_.contains(digests_[job]) && std::holds_alternative<coordinator::RoundStarted>(event))
      Break("a paused job began a round");
  }
  void OnCoordinatorSent(const coordinator::Send& send) override {
    if (send.message.has_task_start() && paused_.contains(send.message.task_start().job_digest()))
      Break(StrCat("a paused job asked site ", send.site));
  }

 private:
  std::vector<std::string> digests_;
  std::set<std::string> paused_;
};

}  // namespace

InvariantPtr MakePausedAsksNobody(const std::vector<std::shared_ptr<const JobSpec>>& jobs) {
  return std::make_unique<PausedAsksNobody>(jobs);
}

}  // namespace hansa::simulation
