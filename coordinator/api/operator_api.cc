#include "coordinator/api/operator_api.h"

#include <algorithm>

#include "common/base/text.h"
#include "coordinator/api/job_plan.h"
#include "coordinator/api/submission.h"

namespace hansa::coordinator {
namespace {

constexpr size_t kChecksAtATime = 16;

}  // namespace

void OperatorApi::Handle(transport::PeerHandle peer, const v1::OperatorRequest& message, Now now,
                         TurnOutput& out) {
  const Request request{peer, message.id(), now};
  const Result<> handled = Dispatch(message, request, out);
  if (!handled.ok()) AnswerFailure(request, handled.error(), out);
}

void OperatorApi::Refuse(transport::PeerHandle peer, std::string_view envelope,
                         std::string_view fault, TurnOutput& out) {
  v1::ToCoordinator message;
  if (!message.ParseFromArray(envelope.data(), static_cast<int>(envelope.size()))) return;
  AnswerFailure({peer, message.operator_request().id(), {}},
                BadInput("the coordinator does not take this request", std::string(fault),
                         "check the command's arguments, and that `hansa` and the coordinator are "
                         "of the same version"),
                out);
}

Result<> OperatorApi::Dispatch(const v1::OperatorRequest& message, const Request& request,
                               TurnOutput& out) {
  using Body = v1::OperatorRequest;
  namespace here = hansa::coordinator;
  switch (message.body_case()) {
    case Body::kRegisterInvitation:
      return here::Handle(message.register_invitation(), request, state_, out);
    case Body::kListSites:
      return here::Handle(message.list_sites(), request, state_, out);
    case Body::kRevokeSite:
      return here::Handle(message.revoke_site(), request, state_, out);
    case Body::kSubmitJob:
      return here::Handle(message.submit_job(), request, state_, out);
    case Body::kListJobs:
      return here::Handle(message.list_jobs(), request, state_, out);
    case Body::kWatchJob:
      return watches_.Add(message.watch_job(), request, state_);
    case Body::kCancelJob:
      return here::Handle(message.cancel_job(), request, state_, out);
    case Body::kPauseJob:
      return here::Handle(message.pause_job(), request, state_, out);
    case Body::kResumeJob:
      return here::Handle(message.resume_job(), request, state_, out);
    case Body::kListModels:
      return here::Handle(message.list_models(), request, state_, out);
    case Body::kFetchModel:
      return here::Handle(message.fetch_model(), request, state_, out);
    case Body::kFetchBytes:
      return here::Handle(message.fetch_bytes(), request, state_, out);
    case Body::kGetStatus:
      return here::Handle(message.get_status(), request, state_, out);
    case Body::kCheckJob:
      return StartCheck(message.check_job(), request, out);
    case Body::kMakeBackup:
      return backups_.Start(message.make_backup(), request, state_);
    case Body::kCollectModels:
      if (backups_.under_way())
        return Refused("nothing is collected", "a backup is being made", "Wait until it is done");
      return here::Handle(message.collect_models(), request, state_, out);
    case Body::kKeepScript:
      return here::Handle(message.keep_script(), request, state_, out);
    case Body::kListInvitations:
      return here::Handle(message.list_invitations(), request, state_, out);
    case Body::kPublishDirectory:
      return here::Handle(message.publish_directory(), request, state_, out);
    case Body::BODY_NOT_SET:
      break;
  }
  return BadInput("the coordinator does not know this request", "",
                  "use a `hansa` of the coordinator's own version");
}

Result<> OperatorApi::StartCheck(const v1::CheckJob& body, const Request& request,
                                 TurnOutput& out) {
  const auto spec = HANSA_TRY(ReadJob(body.job_toml()));
  if (checks_.size() >= kChecksAtATime)
    return Refused("the job is not checked", StrCat(checks_.size(), " checks are under way"),
                   "try again in ten seconds");
  const uint64_t id = ++last_check_;
  checks_[id] = {request, spec};
  out.effects.Append(state_.machine.Step(CheckJob{.check_id = id, .spec = spec}, request.now));
  return Success();
}

void OperatorApi::OnCheckReport(const CheckReport& report, Now now, TurnOutput& out) {
  const auto found = checks_.find(report.check_id);
  if (found == checks_.end()) return;
  v1::OperatorReply reply;
  auto* check = reply.mutable_job_check();
  for (const Verdict& verdict : report.verdicts) *check->add_sites() = ToMessage(verdict);
  check->set_able(static_cast<uint32_t>(
      std::count_if(report.verdicts.begin(), report.verdicts.end(),
                    [](const Verdict& verdict) { return verdict.accepted; })));
  const JobSpec& spec = *found->second.spec;
  check->set_quorum(spec.clients_min);
  AddPlan(spec, report.verdicts, state_.machine, now, *check);
  Request request = found->second.request;
  request.now = now;
  Answer(request, std::move(reply), true, out);
  checks_.erase(found);
}

void OperatorApi::Gone(transport::PeerHandle peer) {
  watches_.Gone(peer);
  std::erase_if(checks_, [peer](const auto& entry) { return entry.second.request.peer == peer; });
}

}  // namespace hansa::coordinator
