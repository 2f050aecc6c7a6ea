#include "common/base/limits.h"
#include "common/base/text.h"
#include "coordinator/core/membership.h"
#include "experiments/simulation/invariants/invariants.h"

namespace hansa::simulation {
namespace {

// Messages on their way, results and wakes of one site at one time, rubbish included.
constexpr size_t kQueuedPerSite = 128;
constexpr size_t kPastNames = 16 + 4;  // of a job's tasks and sessions, and those of one step
constexpr uint64_t kLookEvery = 1024;  // events; a look goes over all members

class MemoryBounded final : public Invariant {
 public:
  explicit MemoryBounded(const Plan& plan)
      : sites_(plan.sites),
        jobs_(plan.jobs),
        groups_(plan.sites /
                    (plan.largest_group > 0 ? plan.largest_group : limits::kCompleteGraphSites) +
                1) {}
  std::string_view name() const override { return "memory_bounded"; }

  void OnEvent(const coordinator::CoordinatorMachine* machine, size_t queued) override {
    if (queued > kQueuedPerSite * (sites_ + 1) * jobs_ && !told_) {
      told_ = true;
      Break(StrCat(queued, " events wait for ", sites_, " sites"));
    }
    if (machine == nullptr || ++events_ % kLookEvery != 0) return;
    if (machine->jobs().size() > jobs_) Break("more jobs run than were submitted");
    for (const auto& job : machine->jobs())
      if (job.second->past().size() > kPastNames + groups_)
        Break("a job keeps too many past names");
    for (const auto& member : machine->membership().members())
      if (member.second.faults.size() > coordinator::Membership::kFaultNames + 1)
        Break(StrCat("more than ", coordinator::Membership::kFaultNames, " names of faults"));
  }

 private:
  size_t sites_, jobs_;
  size_t groups_;  // of a round, at most
  uint64_t events_ = 0;
  bool told_ = false;
};

}  // namespace

InvariantPtr MakeMemoryBounded(const Plan& plan) { return std::make_unique<MemoryBounded>(plan); }

}  // namespace hansa::simulation
