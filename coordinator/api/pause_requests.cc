#include "common/base/text.h"
#include "coordinator/api/request.h"

namespace hansa::coordinator {
namespace {

Result<const JobMachine*> RunningJob(const std::string& job_id, const ServerState& state,
                                     std::string_view what) {
  const JobBook::Entry* entry = state.jobs.Find(job_id);
  if (entry == nullptr)
    return BadInput(StrCat("no job ", job_id), "", "see the jobs with: hansa job list");
  const JobMachine* job = state.machine.FindJob(job_id);
  if (job == nullptr)
    return BadInput(StrCat("job ", job_id, " cannot be ", what),
                    StrCat("it has ended: ", entry->record.state()));
  return job;
}

std::string HowOf(JobMachine::PauseEffect effect) {
  switch (effect) {
    case JobMachine::PauseEffect::kAtOnce:
      return "paused";
    case JobMachine::PauseEffect::kAfterRound:
      return "finishes";
    case JobMachine::PauseEffect::kGivesRoundUp:
      return "abandons";
  }
  return "";
}

}  // namespace

Result<> Handle(const v1::PauseJob& body, const Request& request, ServerState& state,
                TurnOutput& out) {
  const JobMachine* job = HANSA_TRY(RunningJob(body.job_id(), state, "paused"));
  v1::OperatorReply reply;
  reply.mutable_job_paused()->set_how(HowOf(job->EffectOfPause(body.abandon())));
  reply.mutable_job_paused()->set_round(job->round());
  out.effects.Append(state.machine.Step(PauseJob{body.job_id(), body.abandon()}, request.now));
  Answer(request, std::move(reply), true, out);
  return Success();
}

Result<> Handle(const v1::ResumeJob& body, const Request& request, ServerState& state,
                TurnOutput& out) {
  const JobMachine* job = HANSA_TRY(RunningJob(body.job_id(), state, "resumed"));
  if (!job->record().paused())
    return BadInput(StrCat("job ", body.job_id(), " is not paused"),
                    StrCat("it is ", std::string(job->phase())));
  out.effects.Append(state.machine.Step(ContinueJob{body.job_id()}, request.now));
  AnswerDone(request, out);
  return Success();
}

}  // namespace hansa::coordinator
