#include <algorithm>
#include <nlohmann/json.hpp>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "coordinator/api/left_out_state.h"
#include "coordinator/api/request.h"
#include "coordinator/api/submission.h"
#include "coordinator/app/evaluated_model.h"
#include "coordinator/app/job_script.h"
#include "coordinator/app/statistics_json.h"

namespace hansa::coordinator {
namespace {

Error UnknownJob(const std::string& job_id) {
  return BadInput(StrCat("no job ", job_id), "", "see the jobs with: hansa job list");
}

v1::JobState Describe(const JobBook::Entry& entry, const CoordinatorMachine& machine, Now now) {
  const v1::JobRecord& record = entry.record;
  v1::JobState state;
  state.set_job_id(record.job_id());
  state.set_name(entry.name);
  state.set_state(record.state());
  state.set_reason(record.reason());
  state.set_rounds_done(record.rounds_done());
  state.set_rounds(entry.rounds);
  state.set_submitted_unix_ms(record.submitted_unix_ms());
  state.set_ended_unix_ms(record.ended_unix_ms());
  state.set_model_version(record.model_version());
  state.set_job_digest(ToString(entry.digest));
  state.set_priority(entry.priority);
  state.set_paused(record.paused());
  const JobMachine* running = machine.FindJob(record.job_id());
  if (running != nullptr) {
    if (running->phase() == "paused") state.set_state("paused");
    state.set_phase(std::string(running->phase()));
    state.set_waiting(running->Waiting(now));
  }
  const v1::JobProgress& progress = (running ? running->record() : record).progress();
  state.set_metric(progress.metric());
  state.set_best_value(progress.best_value());
  state.set_best_version(progress.best_version());
  for (const Verdict& verdict : running ? running->verdicts() : entry.verdicts)
    *state.add_sites() = ToMessage(verdict);
  for (const v1::LeftOutSite& site : (running ? running->record() : record).left_out())
    *state.add_left_out() = ToMessage(record.job_id(), site, machine.membership());
  return state;
}

}  // namespace

Result<> Handle(const v1::SubmitJob& body, const Request& request, ServerState& state,
                TurnOutput& out) {
  auto spec = HANSA_TRY(ReadJob(body.job_toml()));
  HANSA_TRY(MayStart(*spec, state));
  EvaluatedModel evaluated;
  if (spec->task == JobTask::kEvaluate) {
    evaluated = HANSA_TRY(FindEvaluated(*spec, state.versions, state.models));
    spec = evaluated.spec;
  }
  ScriptHandle script = HANSA_TRY(OpenScript(*spec, state.scripts));
  uint64_t seed = body.seed();
  while (seed == 0) seed = state.random.NextU64();
  JobMachine::Plan plan{.job_id = MakeJobId(spec->name, request.now.unix_ms, state.random),
                        .spec = spec,
                        .seed = seed,
                        .submitted_unix_ms = request.now.unix_ms,
                        .next_version = state.models.NextVersion(spec->name),
                        .script = std::move(script),
                        .evaluated = evaluated.model,
                        .normalisation = evaluated.normalisation,
                        .resume = std::nullopt};
  v1::JobRecord record;
  record.set_job_id(plan.job_id);
  record.set_job_toml(spec->toml);
  record.set_state("running");
  record.set_submitted_unix_ms(request.now.unix_ms);
  HANSA_TRY(state.jobs.Add(record));

  v1::OperatorReply reply;
  reply.mutable_job_accepted()->set_job_id(plan.job_id);
  reply.mutable_job_accepted()->set_job_digest(ToString(spec->digest));
  Answer(request, std::move(reply), true, out);
  out.effects.Append(state.machine.Step(JobSubmitted{std::move(plan)}, request.now));
  return Success();
}

Result<> Handle(const v1::ListJobs& body, const Request& request, ServerState& state,
                TurnOutput& out) {
  v1::OperatorReply reply;
  auto* list = reply.mutable_job_list();
  if (body.job_id().empty()) {
    for (const JobBook::Entry* entry : state.jobs.All())
      *list->add_jobs() = Describe(*entry, state.machine, request.now);
  } else {
    const JobBook::Entry* entry = state.jobs.Find(body.job_id());
    if (entry == nullptr) return UnknownJob(body.job_id());
    v1::JobState& job = *list->add_jobs();
    job = Describe(*entry, state.machine, request.now);
    if (entry->record.has_statistics())
      job.set_statistics_json(
          ToJson(entry->record.statistics(), entry->record.normalisation()).dump());
  }
  Answer(request, std::move(reply), true, out);
  return Success();
}

Result<> Handle(const v1::CancelJob& body, const Request& request, ServerState& state,
                TurnOutput& out) {
  const JobBook::Entry* entry = state.jobs.Find(body.job_id());
  if (entry == nullptr) return UnknownJob(body.job_id());
  if (entry->record.state() != "running")
    return BadInput(StrCat("job ", body.job_id(), " cannot be cancelled"),
                    StrCat("it has ended: ", entry->record.state()));
  out.effects.Append(state.machine.Step(CancelJob{body.job_id()}, request.now));
  AnswerDone(request, out);
  return Success();
}

}  // namespace hansa::coordinator
