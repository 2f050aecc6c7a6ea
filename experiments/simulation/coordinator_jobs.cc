// The jobs of a simulated coordinator: what became of each, and what an operator does to them.

#include <algorithm>

#include "common/base/check.h"
#include "common/base/text.h"
#include "experiments/simulation/coordinator_host.h"

namespace hansa::simulation {
namespace {

namespace co = coordinator;

const std::string* JobOf(const co::Record& record) {
  if (const auto* job = std::get_if<v1::JobRecord>(&record)) return &job->job_id();
  if (const auto* version = std::get_if<v1::VersionRecord>(&record)) return &version->job_id();
  if (const auto* round = std::get_if<v1::RoundRecord>(&record)) return &round->job_id();
  if (const auto* step = std::get_if<v1::SessionStepRecord>(&record)) return &step->job_id();
  if (const auto* line = std::get_if<co::EventLine>(&record)) return &line->job_id;
  return nullptr;
}

}  // namespace

std::string JobId(size_t number) { return number == 0 ? "job" : StrCat("job-", number); }

size_t CoordinatorHost::NumberOf(const std::string& job_id) const {
  for (size_t number = 0; number < jobs_.size(); ++number)
    if (JobId(number) == job_id) return number;
  HANSA_CHECK(false);
  return 0;
}

bool CoordinatorHost::job_over() const {
  return std::all_of(jobs_.begin(), jobs_.end(), [](const Job& job) { return job.over; });
}

bool CoordinatorHost::job_succeeded() const {
  return std::all_of(jobs_.begin(), jobs_.end(), [](const Job& job) { return job.succeeded; });
}

std::string CoordinatorHost::job_reason() const {
  for (const Job& job : jobs_)
    if (!job.succeeded) return job.reason;
  return "";
}

uint64_t CoordinatorHost::rounds_completed() const {
  uint64_t rounds = 0;
  for (const Job& job : jobs_) rounds += job.rounds_done;
  return rounds;
}

// A session's number stands before the step that it is taken for.
void CoordinatorHost::TellCommitted(const std::vector<co::Record>& records) {
  for (size_t i = 0; i < records.size(); ++i) {
    const std::string* job_id = JobOf(records[i]);
    for (size_t next = i; job_id == nullptr && next < records.size() &&
                          std::holds_alternative<co::SessionNumberTaken>(records[next]);)
      if (++next < records.size()) job_id = JobOf(records[next]);
    if (job_id == nullptr) {
      world_.witness.Tell(&Invariant::OnCommitted, records[i]);
      continue;
    }
    world_.witness.TellJob(NumberOf(*job_id), &Invariant::OnCommitted, records[i]);
    const auto* record = std::get_if<v1::JobRecord>(&records[i]);
    if (record == nullptr) continue;
    Job& job = jobs_[NumberOf(*job_id)];
    job.rounds_done = std::max<uint64_t>(job.rounds_done, record->rounds_done());
    job.over = record->state() != "running";
    job.succeeded = record->state() == "succeeded";
    job.reason = record->reason();
  }
}

co::Effects CoordinatorHost::Operate(const Event& event) {
  co::Effects effects;
  const Now now = world_.CoordinatorNow();
  if (event.kind == Event::Kind::kCancel) {
    for (size_t number = 0; number < jobs_.size(); ++number)
      effects.Append(machine_->Step(co::CancelJob{JobId(number)}, now));
  } else if (event.kind == Event::Kind::kPause) {
    const bool abandon = world_.operating.Below(2) == 0;
    effects = machine_->Step(co::PauseJob{JobId(event.site), abandon}, now);
    world_.Later(world_.operating.Between(Duration{}, world_.plan.pause_every),
                 {Event::Kind::kContinue, event.site, 0, {}});
  } else {
    effects = machine_->Step(co::ContinueJob{JobId(event.site)}, now);
    PlanPause();
  }
  return effects;
}

void CoordinatorHost::PlanPause() {
  const auto number = static_cast<uint32_t>(world_.operating.Below(jobs_.size()));
  world_.Later(world_.operating.Between(milliseconds(1), 2 * world_.plan.pause_every),
               {Event::Kind::kPause, number, 0, {}});
}

}  // namespace hansa::simulation
