// What a coordinator that starts reads back, as coordinator/app/restore.cc does.

#include <algorithm>

#include "common/base/text.h"
#include "experiments/simulation/coordinator_host.h"

namespace hansa::simulation {

namespace co = coordinator;

void CoordinatorHost::Start() {
  ++process_;
  wake_.reset();
  machine_ = std::make_unique<co::CoordinatorMachine>(world_.random, world_.keys->coordinator,
                                                      store_->LastSessionNumber().value());
  gate_ = std::make_unique<Gate>(world_, *machine_, process_);
  const auto lines = store_->Events(kJobId).value();
  next_line_ = lines.empty() ? 0 : lines.back().number + 1;
  AdmitSites();
  network_.Listen(true);
  world_.witness.Tell(&Invariant::OnCoordinatorStarted, *store_);
  CoordinatorTurn turn;
  if (auto plan = PlanFromStore())
    turn.effects = machine_->Step(co::JobSubmitted{std::move(*plan)}, world_.CoordinatorNow());
  Execute(std::move(turn));
}

void CoordinatorHost::AdmitSites() {
  uint32_t number = 0;
  for (const bench::CertifiedSite& site : world_.keys->sites)
    machine_->Step(co::MemberAdmitted{site.id, StrCat("s", number++), site.identity.public_key(),
                                      site.credential},
                   world_.CoordinatorNow());
}

std::optional<co::JobMachine::Plan> CoordinatorHost::PlanFromStore() const {
  co::JobMachine::Plan plan{.job_id = kJobId, .spec = world_.spec, .seed = 1};
  plan.next_version = models_.next_version();
  const auto jobs = store_->Jobs().value();
  if (jobs.empty()) return plan;  // nobody was told that it was taken: submitted again
  const v1::JobRecord& record = jobs.front();
  if (record.state() != "running") return std::nullopt;
  plan.submitted_unix_ms = record.submitted_unix_ms();
  plan.resume = co::JobMachine::Plan::Resume{.base = nullptr, .rounds_done = record.rounds_done()};
  const auto versions = store_->Versions().value();
  for (const v1::VersionRecord& version : versions)
    plan.resume->base = models_.Find(version.version());  // they ascend
  auto rounds = store_->Rounds().value();
  if (!rounds.empty()) plan.resume->round = std::move(rounds.front());
  plan.resume->steps = store_->SessionSteps(kJobId).value();
  return plan;
}

}  // namespace hansa::simulation
