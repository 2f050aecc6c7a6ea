// What a coordinator that starts reads back, as coordinator/app/restore.cc does.

#include <algorithm>

#include "common/base/text.h"
#include "common/job/normalised_job.h"
#include "experiments/simulation/coordinator_host.h"

namespace hansa::simulation {

namespace co = coordinator;

void CoordinatorHost::Start() {
  ++process_;
  wake_.reset();
  machine_ = std::make_unique<co::CoordinatorMachine>(world_.random, world_.keys->coordinator,
                                                      store_->LastSessionNumber().value(),
                                                      world_.inline_bytes());
  std::vector<co::Measured> measured;
  const auto kept = store_->Measurements().value();
  for (const co::Measurement& one : kept)
    measured.push_back(
        {static_cast<co::Measured::What>(one.kind), one.name, one.site_id, one.value});
  machine_->Restore(measured);
  gate_ = std::make_unique<Gate>(world_, *machine_, process_);
  gate_->on_upload = [this](uint32_t site, const ToCoordinator& message) -> std::string {
    const v1::ToCoordinator& body = message.message;
    if (body.has_upload_chunk())
      return desk_.OnChunk(site, body.upload_chunk(), message.payload ? *message.payload : Bytes());
    desk_.OnGone(site, body.upload_gone());
    return "";
  };
  for (size_t number = 0; number < jobs_.size(); ++number) {
    const auto lines = store_->Events(JobId(number)).value();
    jobs_[number].next_line = lines.empty() ? 0 : lines.back().number + 1;
  }
  std::set<std::string> sessions;
  const auto rounds = store_->Rounds().value();
  for (const v1::RoundRecord& round : rounds)
    sessions.insert(round.sessions().begin(), round.sessions().end());
  desk_.Start(sessions);
  AdmitSites();
  network_.Listen(true);
  world_.witness.Tell(&Invariant::OnCoordinatorStarted, *store_);
  CoordinatorTurn turn;
  for (size_t number = 0; number < jobs_.size(); ++number)
    if (auto plan = PlanFromStore(number))
      turn.effects.Append(
          machine_->Step(co::JobSubmitted{std::move(*plan)}, world_.CoordinatorNow()));
  Execute(std::move(turn));
}

void CoordinatorHost::AdmitSites() {
  machine_->Step(co::DirectoryChanged{world_.keys->directory}, world_.CoordinatorNow());
  uint32_t number = 0;
  for (const bench::CertifiedSite& site : world_.keys->sites)
    machine_->Step(co::MemberAdmitted{site.id, StrCat("s", number++), site.identity.public_key(),
                                      site.credential},
                   world_.CoordinatorNow());
}

std::optional<co::JobMachine::Plan> CoordinatorHost::PlanFromStore(size_t number) const {
  const std::string job_id = JobId(number);
  const ModelMaker& models = jobs_[number].models;
  co::JobMachine::Plan plan{.job_id = job_id, .spec = world_.jobs[number], .seed = 1};
  plan.next_version = models.next_version();
  if (world_.plan.script)
    plan.script = std::make_shared<const co::ScriptFile>(
        co::ScriptFile{plan.spec->network.script.sha256, MakeBlob(ScriptBytes())});
  const auto jobs = store_->Jobs().value();
  const auto record = std::find_if(jobs.begin(), jobs.end(),
                                   [&](const auto& job) { return job.job_id() == job_id; });
  if (record == jobs.end()) return plan;  // nobody was told that it was taken: submitted again
  if (record->state() != "running") return std::nullopt;
  plan.submitted_unix_ms = record->submitted_unix_ms();
  plan.resume = co::JobMachine::Plan::Resume{.base = nullptr,
                                             .rounds_done = record->rounds_done(),
                                             .record = *record,
                                             .progress = record->progress(),
                                             .paused = record->paused()};
  plan.normalisation = record->normalisation();
  if (!plan.normalisation.empty())
    plan.spec =
        std::make_shared<const JobSpec>(WithNormalisation(*plan.spec, plan.normalisation).value());
  const auto versions = store_->Versions().value();
  for (const v1::VersionRecord& version : versions)
    if (version.job_id() == job_id) plan.resume->base = models.Find(version.version());  // ascend
  auto rounds = store_->Rounds().value();
  for (v1::RoundRecord& round : rounds)
    if (round.job_id() == job_id) plan.resume->round = std::move(round);
  plan.resume->steps = store_->SessionSteps(job_id).value();
  plan.resume->stored = sums_;
  return plan;
}

}  // namespace hansa::simulation
