#include <map>

#include "common/base/text.h"
#include "experiments/simulation/invariants/invariants.h"

namespace hansa::simulation {
namespace {

// What the coordinator asked a site for and has not taken back, by job.
class OneTaskASite final : public Invariant {
 public:
  explicit OneTaskASite(const std::vector<std::shared_ptr<const JobSpec>>& jobs) {
    for (const auto& job : jobs) digests_.push_back(ToString(job->digest));
  }
  std::string_view name() const override { return "one_task_a_site"; }

  void OnCoordinatorSent(const coordinator::Send& send) override {
    if (send.message.has_task_end()) {
      const auto found = tasks_.find(send.site);
      if (found != tasks_.end() && found->second.id == send.message.task_end().task_id())
        tasks_.erase(found);
    }
    if (!send.message.has_task_start()) return;
    const v1::TaskStart& start = send.message.task_start();
    const auto found = tasks_.find(send.site);
    if (found != tasks_.end() && found->second.job != start.job_digest())
      Break(StrCat("site ", send.site, " was asked by one job while it was in another's round"));
    tasks_[send.site] = {start.job_digest(), start.task_id()};
  }
  // Not when it was sent: the coordinator may ask the site for the same once more before that.
  void OnCoordinatorHeard(const coordinator::SiteId& site,
                          const v1::ToCoordinator& message) override {
    if (!message.has_task_failed()) return;
    const auto found = tasks_.find(site);
    if (found != tasks_.end() && found->second.id == message.task_failed().task_id())
      tasks_.erase(found);
  }
  // What is taken back from a site that is away, or by a process that ends, does not reach the
  // site. Whom the coordinator still wants it asks again.
  void OnCoordinatorLost(const coordinator::SiteId& site) override { tasks_.erase(site); }
  void OnCoordinatorStopped() override { tasks_.clear(); }
  // A round's sites are free when it is over, and when its version is to be measured again.
  void OnEventOf(size_t job, const coordinator::Event& event) override {
    const bool over = std::holds_alternative<coordinator::RoundFinished>(event) ||
                      std::holds_alternative<coordinator::RoundFailed>(event) ||
                      std::holds_alternative<coordinator::EvaluationFailed>(event) ||
                      std::holds_alternative<coordinator::JobFinished>(event);
    if (!over) return;
    std::erase_if(tasks_, [&](const auto& entry) { return entry.second.job == digests_[job]; });
  }

 private:
  struct Task {
    std::string job, id;
  };
  std::vector<std::string> digests_;
  std::map<std::string, Task> tasks_;  // by site
};

}  // namespace

InvariantPtr MakeOneTaskASite(const std::vector<std::shared_ptr<const JobSpec>>& jobs) {
  return std::make_unique<OneTaskASite>(jobs);
}

}  // namespace hansa::simulation
