#include "coordinator/core/coordinator_machine.h"

#include <algorithm>

#include "coordinator/core/session_name.h"
#include "coordinator/core/task_end.h"

namespace hansa::coordinator {
namespace {

// What is told to more than one machine is copied; messages and results go to one only.
JobInput Copy(const JobInput& input) {
  if (const auto* joined = std::get_if<SiteJoined>(&input)) return *joined;
  if (const auto* left = std::get_if<SiteLeft>(&input)) return *left;
  return TimePassed{};
}

constexpr size_t kPastNames = 256;
constexpr const char* kNotListed = "not in the authority's directory";

std::string UnclaimedFault(const v1::ToCoordinator& message) {
  switch (message.body_case()) {
    case v1::ToCoordinator::kJobAnswer:
      return "unknown_offer";
    case v1::ToCoordinator::kTaskReady:
    case v1::ToCoordinator::kTaskFailed:
      return "unknown_task";
    case v1::ToCoordinator::kSecagg:
    case v1::ToCoordinator::kPlainInput:
      return "unknown_session";
    case v1::ToCoordinator::kBlobRequest:
      return "unknown_model";
    default:
      return "unexpected_message";
  }
}

}  // namespace

CoordinatorMachine::CoordinatorMachine(RandomSource& random, const crypto::SigningKey& signing_key,
                                       uint64_t last_session_number, uint64_t inline_bytes)
    : last_session_number_(last_session_number), services_{&membership_, &random,
                                                           &signing_key, &last_session_number_,
                                                           &pool_,       &times_,
                                                           inline_bytes} {}

Effects CoordinatorMachine::Step(FleetInput input, Now now) {
  Effects out;
  Route(input, now, out);
  HandOutSites(now, out);
  // An answer that comes when its step is over is nobody's misbehaviour: told, not counted.
  for (const PeerFault& fault : out.faults)
    if (fault.name != "late") membership_.CountFault(fault.site, fault.name);
  RemoveEnded();
  KeepTimes(out);
  return out;
}

void CoordinatorMachine::Restore(const std::vector<Measured>& measured) {
  for (const Measured& one : measured) times_.Restore(one);
}

// With what is written anyway: a figure that a crash loses is measured again.
void CoordinatorMachine::KeepTimes(Effects& out) {
  if (out.persist.empty()) return;
  for (Measured& one : times_.TakeChanges()) out.persist.push_back(std::move(one));
}

void CoordinatorMachine::Route(FleetInput& input, Now now, Effects& out) {
  if (auto* admitted = std::get_if<MemberAdmitted>(&input)) {
    membership_.Enrol(admitted->site, std::move(admitted->name), admitted->identity_key,
                      std::move(admitted->credential));
  } else if (auto* revoked = std::get_if<MemberRevoked>(&input)) {
    const bool was_connected = membership_.IsConnected(revoked->site);
    membership_.Revoke(revoked->site);
    if (was_connected) Tell(SiteLeft{revoked->site, "revoked", true}, now, out);
  } else if (auto* changed = std::get_if<DirectoryChanged>(&input)) {
    for (const SiteId& site : membership_.SetDirectory(std::move(changed->directory)))
      Tell(SiteLeft{site, kNotListed, true}, now, out);
  } else if (auto* connected = std::get_if<SiteConnected>(&input)) {
    if (membership_.IsConnected(connected->site)) {
      membership_.Disconnect(connected->site);
      Tell(SiteLeft{connected->site, "connected anew"}, now, out);
    }
    if (membership_.Connect(connected->site, std::move(connected->software), now.unix_ms))
      Tell(SiteJoined{connected->site}, now, out);
  } else if (auto* gone = std::get_if<SiteDisconnected>(&input)) {
    if (!membership_.IsConnected(gone->site)) return;
    membership_.Disconnect(gone->site);
    Tell(SiteLeft{gone->site, gone->reason}, now, out);
  } else if (auto* message = std::get_if<SiteMessage>(&input)) {
    Take(*message, now, out);
  } else if (auto* submitted = std::get_if<JobSubmitted>(&input)) {
    auto machine = std::make_unique<JobMachine>(std::move(submitted->plan), services_);
    JobMachine& job = *(jobs_[machine->id()] = std::move(machine));
    out.Append(job.Step(JobBegins{}, now));
  } else if (auto* cancel = std::get_if<CancelJob>(&input)) {
    Tell(cancel->job_id, JobCancelled{}, now, out);
  } else if (auto* pause = std::get_if<PauseJob>(&input)) {
    Tell(pause->job_id, PauseAsked{pause->abandon}, now, out);
  } else if (auto* resume = std::get_if<ContinueJob>(&input)) {
    Tell(resume->job_id, ContinueAsked{}, now, out);
  } else if (auto* check = std::get_if<CheckJob>(&input)) {
    auto& slot = checks_[check->check_id];
    slot = std::make_unique<JobCheck>(check->check_id, *check->spec, services_);
    out.Append(slot->Step(JobBegins{}, now));
  } else if (auto* done = std::get_if<WorkDone>(&input)) {
    const std::string job_id = done->job_id;
    Tell(job_id, std::move(*done), now, out);
  } else if (auto* upload = std::get_if<UploadDone>(&input)) {
    const std::string job_id = upload->job_id;
    Tell(job_id, std::move(*upload), now, out);
  } else if (auto* fault = std::get_if<PeerFault>(&input)) {
    out.faults.push_back(std::move(*fault));  // found before the message came this far
  } else {
    Tell(TimePassed{}, now, out);
  }
}

void CoordinatorMachine::Tell(const JobInput& input, Now now, Effects& out) {
  for (auto& entry : jobs_) out.Append(entry.second->Step(Copy(input), now));
  for (auto& entry : checks_) out.Append(entry.second->Step(Copy(input), now));
}

void CoordinatorMachine::Tell(const std::string& job_id, JobInput input, Now now, Effects& out) {
  const auto job = jobs_.find(job_id);
  if (job != jobs_.end()) out.Append(job->second->Step(std::move(input), now));
}

// Whoever is first in line looks first. What one takes may leave more, or less, to the next.
void CoordinatorMachine::HandOutSites(Now now, Effects& out) {
  while (pool_.TakeFreed())
    for (const std::string& job : pool_.Line(now.instant)) Tell(job, SitesFreed{}, now, out);
}

void CoordinatorMachine::Take(SiteMessage& message, Now now, Effects& out) {
  if (!membership_.IsConnected(message.site)) {
    out.faults.push_back({message.site, "not_connected"});
    return;
  }
  membership_.Seen(message.site, now.unix_ms);
  if (message.message.has_heartbeat()) return;
  const SiteId site = message.site;
  const std::string ready_for = message.message.task_ready().task_id();
  const size_t faults = out.faults.size();
  Deliver(message, now, out);
  // It would wait for a session until its window ends, and refuse all other tasks until then.
  if (!ready_for.empty() && out.faults.size() > faults && out.faults.back().name == "late")
    SendTaskEnd(site, ready_for, "not_needed", out);
}

void CoordinatorMachine::Deliver(SiteMessage& message, Now now, Effects& out) {
  for (auto& entry : jobs_) {
    if (!entry.second->Claims(message.message) && !entry.second->Lends(message)) continue;
    out.Append(entry.second->Step(std::move(message), now));
    return;
  }
  for (auto& entry : checks_) {
    if (!entry.second->Claims(message.message)) continue;
    out.Append(entry.second->Step(std::move(message), now));
    return;
  }
  out.faults.push_back({message.site, FaultOfUnclaimed(message.message)});
  if (!message.message.has_blob_request()) return;
  v1::ToSite none;
  none.mutable_blob()->set_sha256(message.message.blob_request().sha256());
  out.sends.push_back({message.site, std::move(none), nullptr});
}

std::string CoordinatorMachine::FaultOfUnclaimed(const v1::ToCoordinator& message) const {
  for (const std::string& name :
       {TaskOf(message), SessionOf(message), message.blob_request().sha256()})
    if (!name.empty() && std::find(past_.begin(), past_.end(), name) != past_.end()) return "late";
  return UnclaimedFault(message);
}

void CoordinatorMachine::RemoveEnded() {
  for (const auto& entry : jobs_)
    if (entry.second->over())
      past_.insert(past_.end(), entry.second->past().begin(), entry.second->past().end());
  if (past_.size() > kPastNames)
    past_.erase(past_.begin(), past_.end() - static_cast<std::ptrdiff_t>(kPastNames));
  std::erase_if(jobs_, [](const auto& entry) { return entry.second->over(); });
  std::erase_if(checks_, [](const auto& entry) { return entry.second->over(); });
}

std::optional<Instant> CoordinatorMachine::NextWake() const {
  std::optional<Instant> next;
  const auto consider = [&next](std::optional<Instant> wake) {
    if (wake && (!next || *wake < *next)) next = wake;
  };
  for (const auto& entry : jobs_) consider(entry.second->NextWake());
  for (const auto& entry : checks_) consider(entry.second->NextWake());
  return next;
}

const JobMachine* CoordinatorMachine::FindJob(const std::string& job_id) const {
  const auto found = jobs_.find(job_id);
  return found == jobs_.end() ? nullptr : found->second.get();
}

}  // namespace hansa::coordinator
