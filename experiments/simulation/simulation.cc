#include "experiments/simulation/simulation.h"

#include <google/protobuf/stubs/logging.h>

#include <deque>

#include "common/base/check_note.h"
#include "common/base/text.h"
#include "experiments/simulation/coordinator_host.h"
#include "experiments/simulation/memory_store.h"
#include "experiments/simulation/site_host.h"

namespace hansa::simulation {
namespace {

// Every attempt of every round to the end of every window, from the last fault on.
// Several jobs one after the other, as if they shared every site.
Duration Longest(const Plan& plan, const JobSpec& spec) {
  const Duration attempt = spec.selecting + spec.training + spec.aggregating + seconds(2);
  const Duration round = attempt + spec.evaluating + spec.aggregating + seconds(2);
  const Duration job = spec.rounds * (round + plan.cooldown) + spec.failures_allowed * attempt;
  const Duration paused = plan.pause_every > Duration{} ? 3 * job : Duration{};
  return static_cast<int>(plan.jobs) * job + paused + std::chrono::minutes(5);
}

// A cancelled job ends at once; the coordinator may be down just then.
constexpr Duration kCancelling = std::chrono::minutes(1);

class Fleet {
 public:
  Fleet(const Plan& plan, std::vector<std::shared_ptr<const JobSpec>> jobs,
        std::shared_ptr<const FleetKeys> keys)
      : world_(plan, std::move(jobs), std::move(keys)),
        network_(world_),
        coordinator_(world_, network_, std::make_unique<MemoryStore>()) {
    for (uint32_t i = 0; i < plan.sites; ++i) sites_.emplace_back(world_, network_, i);
  }

  Outcome Run();

 private:
  void Happen(Event& event, Instant at);
  void EndFaults();

  World world_;
  Network network_;
  CoordinatorHost coordinator_;
  std::deque<SiteHost> sites_;
  uint64_t events_ = 0;
};

Outcome Fleet::Run() {
  const Plan& plan = world_.plan;
  const bool cancelled = plan.cancel_after > Duration{};
  const Instant until =
      world_.now + (cancelled ? std::max(plan.cancel_after, plan.faults_for) + kCancelling
                              : plan.faults_for + Longest(plan, *world_.spec));
  world_.Later(plan.faults_for, {Event::Kind::kFaultsEnd, 0, 0, {}});
  if (cancelled) world_.Later(plan.cancel_after, {Event::Kind::kCancel, 0, 0, {}});
  coordinator_.Start();
  for (SiteHost& site : sites_) site.Start();
  bool in_time = true;
  while (!coordinator_.job_over() && world_.witness.breaches().empty()) {
    in_time = !world_.queue.empty() && world_.queue.next() <= until;
    if (!in_time) break;
    world_.now = world_.queue.next();
    Happen(world_.queue.Pop(), world_.now);
    world_.queue.Done();
    ++events_;
    world_.witness.Tell(&Invariant::OnEvent, coordinator_.machine(), world_.queue.size());
  }
  if (world_.witness.breaches().empty())
    world_.witness.Tell(&Invariant::OnEnd, coordinator_.job_over());
  Outcome outcome{.breaches = world_.witness.breaches(),
                  .job_ended = coordinator_.job_over(),
                  .job_succeeded = coordinator_.job_succeeded(),
                  .job_reason = coordinator_.job_reason(),
                  .rounds_completed = coordinator_.rounds_completed(),
                  .rounds_failed = coordinator_.rounds_failed(),
                  .resumed_in = coordinator_.resumed_in(),
                  .events = events_,
                  .faults = world_.chaos.counts(),
                  .took = world_.now - Instant{},
                  .convicted = coordinator_.convicted()};
  for (const SiteHost& site : sites_) outcome.site_rounds += site.updates_given();
  return outcome;
}

void Fleet::Happen(Event& event, Instant at) {
  using Kind = Event::Kind;
  switch (event.kind) {
    case Kind::kToSite:
      if (network_.Arrives(event.site, event.epoch)) sites_[event.site].Take(event, at);
      return;
    case Kind::kToCoordinator:
    case Kind::kRawToCoordinator:
      if (network_.Arrives(event.site, event.epoch)) coordinator_.Take(event, at);
      return;
    case Kind::kSiteInput:
    case Kind::kSiteWake:
    case Kind::kConnect:
    case Kind::kLinkDown:
    case Kind::kSiteStart:
      sites_[event.site].Take(event, at);
      return;
    case Kind::kLinkGone:
    case Kind::kCancel:
    case Kind::kPause:
    case Kind::kContinue:
      coordinator_.Take(event, at);
      return;
    case Kind::kSilence:
    case Kind::kCoordinatorWork:
    case Kind::kCoordinatorWake:
    case Kind::kCoordinatorStart:
      if (event.epoch == coordinator_.process()) coordinator_.Take(event, at);
      return;
    case Kind::kPartition:
      return network_.BeginPartition();
    case Kind::kPartitionEnds:
      return network_.EndPartition();
    case Kind::kFaultsEnd:
      return EndFaults();
  }
}

void Fleet::EndFaults() {
  world_.chaos.End();
  network_.EndPartition();
  world_.witness.Tell(&Invariant::OnFaultsEnd);
}

}  // namespace

Result<Outcome> Simulate(const Plan& plan, std::shared_ptr<const FleetKeys> keys) {
  auto jobs = HANSA_TRY(JobsOf(plan));
  HANSA_CHECK(keys->sites.size() == plan.sites);
#ifdef HANSA_PLANTED_BUGS
  planted_bug = plan.bug;
  planted_site = SomeoneCheats(plan) ? keys->sites[kCheat].id : "";
#endif
  const CheckNote note(StrCat("It broke in the simulation of seed ", plan.seed, "."));
  const google::protobuf::LogSilencer quiet;  // damaged messages are meant
  Fleet fleet(plan, std::move(jobs), std::move(keys));
  return fleet.Run();
}

}  // namespace hansa::simulation
