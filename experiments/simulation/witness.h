#pragma once
// What a simulation tells its invariants: what really happened, kept apart from what the machines
// say of it.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/secagg/ring.h"
#include "coordinator/core/coordinator_machine.h"
#include "coordinator/storage/store.h"
#include "experiments/simulation/journal.h"
#include "experiments/simulation/plan.h"

namespace hansa::simulation {

// A promise that did not hold.
struct Breach {
  std::string invariant;  // its name
  std::string what;
  Duration at{};  // since the start
};

// One promise, in a file of its own (invariants/). Told everything in order; says Break() when the
// promise does not hold. Not thread-safe.
class Invariant {
 public:
  virtual ~Invariant() = default;
  virtual std::string_view name() const = 0;

  // A site. `rolled_back`: it came back with an older copy of its state at least once, and what
  // its journal would have prevented is its owner's doing.
  virtual void OnTrained(uint32_t /*site*/, const client::Weights& /*base*/,
                         const client::Weights& /*trained*/) {}
  // A network is run, to train or to evaluate. `script`: its file; null: it has none.
  virtual void OnNetworkRun(uint32_t /*site*/, const BlobHandle& /*script*/) {}
  virtual void OnInputGiven(uint32_t /*site*/, uint64_t /*session*/,
                            const secagg::RingVector& /*plain*/) {}
  virtual void OnAnswerLeft(uint32_t /*site*/, const AnswerKey&, bool /*rolled_back*/) {}
  virtual void OnSessionEntered(uint32_t /*site*/, uint64_t /*session*/, bool /*rolled_back*/) {}
  virtual void OnSiteSent(uint32_t /*site*/, const v1::ToCoordinator&) {}
  virtual void OnSiteStarted(uint32_t /*site*/, const Journal&, bool /*rolled_back*/) {}
  virtual void OnLinkOrder(uint32_t /*site*/, client::LinkOrder) {}

  // The coordinator.
  virtual void OnCommitted(const coordinator::Record&) {}
  virtual void OnCommitRefused(const Error&) {}
  virtual void OnCoordinatorSent(const coordinator::Send&) {}
  virtual void OnCoordinatorLost(const coordinator::SiteId& /*site*/) {}  // until it comes back
  virtual void OnCoordinatorHeard(const coordinator::SiteId& /*site*/, const v1::ToCoordinator&) {}
  virtual void OnSpool(uint64_t /*bytes*/) {}  // of updates lie in it now
  virtual void OnPublish(const coordinator::PublishWork&) {}
  virtual void OnPublished(const coordinator::PublishWork&, const coordinator::Published&) {}
  virtual void OnJobEvent(const coordinator::Event&) {}
  // The same with the job's number; called before it.
  virtual void OnEventOf(size_t /*job*/, const coordinator::Event&) {}
  virtual void OnCoordinatorStarted(coordinator::Store&) {}  // from what was committed
  virtual void OnCoordinatorStopped() {}

  // A machine was woken in vain: it wants to be woken again at once.
  virtual void OnSpin(std::string_view /*machine*/) {}
  virtual void OnFaultsEnd() {}
  // After every event; `machine` is null while the coordinator is down.
  virtual void OnEvent(const coordinator::CoordinatorMachine* /*machine*/, size_t /*queued*/) {}
  virtual void OnEnd(bool /*job_ended*/) {}

 protected:
  void Break(std::string what) { breaches_->push_back({std::string(name()), std::move(what), {}}); }
  Instant now() const { return *now_; }

 private:
  friend class Witness;
  std::vector<Breach>* breaches_ = nullptr;
  const Instant* now_ = nullptr;
};

// Of one job, by its number, or of the fleet.
struct Watch {
  std::unique_ptr<Invariant> invariant;
  std::optional<size_t> job;
};

class Witness {
 public:
  // `now` outlives the witness.
  Witness(std::vector<Watch> watches, const Instant& now);

  // Calls `member` of every invariant.
  template <typename... Parameters, typename... Arguments>
  void Tell(void (Invariant::*member)(Parameters...), Arguments&&... arguments) {
    for (const Watch& watch : watches_) (watch.invariant.get()->*member)(arguments...);
    if (dated_ < breaches_.size()) Date();
  }
  // Only those of the fleet and of this job.
  template <typename... Parameters, typename... Arguments>
  void TellJob(size_t job, void (Invariant::*member)(Parameters...), Arguments&&... arguments) {
    for (const Watch& watch : watches_)
      if (!watch.job || *watch.job == job) (watch.invariant.get()->*member)(arguments...);
    if (dated_ < breaches_.size()) Date();
  }
  const std::vector<Breach>& breaches() const { return breaches_; }

 private:
  void Date();
  std::vector<Watch> watches_;
  std::vector<Breach> breaches_;
  size_t dated_ = 0;
  const Instant& now_;
};

// Every promise there is, for a run of this plan.
std::vector<Watch> AllInvariants(const Plan& plan,
                                 const std::vector<std::shared_ptr<const JobSpec>>& jobs);

}  // namespace hansa::simulation
