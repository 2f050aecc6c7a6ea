// What each verb of a coordinator's scenario does.

#include "common/base/check.h"
#include "common/base/text.h"
#include "common/config/units.h"
#include "common/model/error_histogram.h"
#include "common/secagg/fixed_point.h"
#include "common/wire/session_params.h"
#include "tests/scenario/coordinator_world.h"
#include "tests/support/job_file.h"

namespace hansa::testing {
namespace {

namespace co = hansa::coordinator;

std::string Rest(const ScenarioStep& step) {
  std::string text;
  for (size_t i = 1; i < step.words.size(); ++i) text += (i > 1 ? " " : "") + step.words[i];
  return text;
}

double Real(const ScenarioStep& step, const std::string& option) {
  return std::stod(step.Option(option, "0"));
}

}  // namespace

std::string CoordinatorWorld::Enrol(const ScenarioStep& step) {
  for (const std::string& name : step.words) At(name);
  return "";
}

std::string CoordinatorWorld::Connect(const ScenarioStep& step) {
  std::string seen;
  for (const std::string& name : step.words) seen += Step(co::SiteConnected{At(name).id, "test"});
  return seen;
}

std::string CoordinatorWorld::Lose(const ScenarioStep& step) {
  const std::string why = Rest(step);
  return Step(co::SiteDisconnected{At(step.words.at(0)).id, why.empty() ? "connection lost" : why});
}

std::string CoordinatorWorld::Revoke(const ScenarioStep& step) {
  return Step(co::MemberRevoked{At(step.words.at(0)).id});
}

std::string CoordinatorWorld::Submit(const ScenarioStep& step) {
  co::JobMachine::Plan plan = PlanOf(step.options);
  stored_[plan.job_id].plan = plan;
  return Step(co::JobSubmitted{std::move(plan)});
}

std::string CoordinatorWorld::Restart(const ScenarioStep&) {
  auto old = std::exchange(
      machine_, std::make_unique<co::CoordinatorMachine>(random_, key_, stored_session_));
  for (const auto& [id, member] : old->membership().members()) {
    machine_->Step(co::MemberAdmitted{id, member.name, {}, {}}, now());
    if (member.revoked) machine_->Step(co::MemberRevoked{id}, now());
  }
  work_.clear();
  std::string seen;
  for (co::JobMachine::Plan& plan : Kept()) seen += Step(co::JobSubmitted{std::move(plan)});
  return seen;
}

std::vector<co::JobMachine::Plan> CoordinatorWorld::Kept() const {
  std::vector<co::JobMachine::Plan> plans;
  for (const auto& [id, job] : stored_) {
    if (job.record.state() != "running") continue;
    co::JobMachine::Plan& plan = plans.emplace_back(job.plan);
    plan.resume = co::JobMachine::Plan::Resume{.rounds_done = job.record.rounds_done(),
                                               .record = job.record,
                                               .round = job.round,
                                               .progress = job.record.progress(),
                                               .paused = job.record.paused()};
    plan.normalisation = job.record.normalisation();
    if (!plan.normalisation.empty())
      plan.spec = std::make_shared<const JobSpec>(
          WithNormalisation(*plan.spec, plan.normalisation).value());
    if (!job.versions.empty()) {
      plan.resume->base = job.versions.rbegin()->second;
      plan.next_version = job.versions.rbegin()->first + 1;
    }
    if (!job.round) continue;
    for (const std::string& session : job.round->sessions())
      if (const auto steps = job.steps.find(session); steps != job.steps.end())
        plan.resume->steps.insert(plan.resume->steps.end(), steps->second.begin(),
                                  steps->second.end());
  }
  return plans;
}

std::string CoordinatorWorld::Resume(const ScenarioStep& step) {
  co::JobMachine::Plan plan = PlanOf(step.options);
  co::PublishWork initial{.job_id = plan.job_id, .job = plan.spec, .seed = 1, .version = 4};
  plan.next_version = 5;
  plan.resume = {.base = publisher_.Publish(initial).value().model,
                 .rounds_done = static_cast<uint32_t>(step.Number("rounds_done", 0))};
  return Step(co::JobSubmitted{std::move(plan)});
}

std::string CoordinatorWorld::Check(const ScenarioStep& step) {
  auto spec = PlanOf(step.options).spec;
  return Step(co::CheckJob{.check_id = ++last_check_, .spec = std::move(spec)});
}

std::string CoordinatorWorld::Cancel(const ScenarioStep& step) {
  return Step(co::CancelJob{step.Option("job", StrCat("job-", last_job_))});
}

std::string CoordinatorWorld::Pause(const ScenarioStep& step) {
  return Step(co::PauseJob{step.Option("job", StrCat("job-", last_job_)), step.Has("abandon")});
}

std::string CoordinatorWorld::Continue(const ScenarioStep& step) {
  return Step(co::ContinueJob{step.Option("job", StrCat("job-", last_job_))});
}

std::string CoordinatorWorld::Accept(const ScenarioStep& step) {
  std::string seen;
  for (const std::string& name : step.words) {
    v1::ToCoordinator message;
    Site& site = At(name);
    *message.mutable_job_answer() = site.offers[step.Option("job", site.newest_offer)];
    message.mutable_job_answer()->set_accepted(true);
    message.mutable_job_answer()->set_closes_in_ms(static_cast<uint64_t>(step.Number("closes", 0)) *
                                                   3'600'000);
    message.mutable_job_answer()->set_opens_in_ms(static_cast<uint64_t>(step.Number("opens", 0)) *
                                                  3'600'000);
    if (step.Has("digest")) message.mutable_job_answer()->set_job_digest(std::string(32, 'x'));
    seen += Say(name, std::move(message));
  }
  return seen;
}

std::string CoordinatorWorld::Decline(const ScenarioStep& step) {
  Site& site = At(step.words.at(0));
  v1::ToCoordinator message;
  *message.mutable_job_answer() = site.offers[step.Option("job", site.newest_offer)];
  if (!Rest(step).empty()) message.mutable_job_answer()->add_reasons()->set_text(Rest(step));
  return Say(step.words.at(0), std::move(message));
}

std::string CoordinatorWorld::Fetch(const ScenarioStep& step) {
  std::string seen;
  for (const std::string& name : step.words) {
    v1::ToCoordinator message;
    message.mutable_blob_request()->set_sha256(step.Has("model") ? std::string(32, 'x')
                                                                 : At(name).task.model_sha256());
    seen += Say(name, std::move(message));
  }
  return seen;
}

std::string CoordinatorWorld::Ready(const ScenarioStep& step) {
  std::string seen;
  for (const std::string& name : step.words) {
    v1::ToCoordinator message;
    message.mutable_task_ready()->set_task_id(step.Has("task") ? std::string(16, 'x')
                                                               : At(name).task.task_id());
    seen += Say(name, std::move(message));
  }
  return seen;
}

std::string CoordinatorWorld::Fail(const ScenarioStep& step) {
  v1::ToCoordinator message;
  message.mutable_task_failed()->set_task_id(At(step.words.at(0)).task.task_id());
  message.mutable_task_failed()->mutable_reason()->set_text(Rest(step));
  message.mutable_task_failed()->mutable_reason()->set_code(step.Option("code"));
  return Say(step.words.at(0), std::move(message));
}

// The vector that the session's parameters ask for, or one of `length` bytes.
co::Payload CoordinatorWorld::AnswerBytes(const Site& site, const ScenarioStep& step) {
  if (step.Has("length"))
    return std::make_shared<const Bytes>(static_cast<size_t>(step.Number("length", 0)));
  const auto setup = wire::CheckParams(AsSpan(site.params.payload())).value().setup;
  const auto weight = static_cast<uint32_t>(step.Number("weight", 1));
  secagg::VectorEncoder encoder(setup.segments, setup.ring_bits, weight, random_);
  for (const secagg::Segment& segment : setup.segments) {
    double value = Real(step, segment.name == "squared_error" ? "squared" : segment.name);
    if (segment.name == "update") value = Real(step, "value");
    if (segment.name == "weight") value = 1;
    std::vector<double> values(segment.length, value);
    if (segment.name == "errors")  // all rows err by as much
      values[ErrorBin(Real(step, "error"))] = Real(step, "rows");
    HANSA_CHECK(encoder.Add(std::move(values)).ok());
  }
  return std::make_shared<const Bytes>(encoder.Finish().ToBytes());
}

std::string CoordinatorWorld::SendAnswer(const ScenarioStep& step) {
  std::string seen;
  for (const std::string& name : step.words) {
    const Site& site = At(name);
    const std::string hash = step.Option("session") == "other"
                                 ? std::string(32, 'x')
                                 : ToString(crypto::Sha256(AsSpan(site.params.payload())));
    v1::ToCoordinator message;
    if (step.Option("kind") == "masked") {
      message.mutable_secagg()->mutable_masked_input()->set_params_hash(hash);
    } else {
      message.mutable_plain_input()->set_task_id(site.task.task_id());
      message.mutable_plain_input()->set_params_hash(hash);
    }
    seen += Say(name, std::move(message), AnswerBytes(site, step));
  }
  return seen;
}

std::string CoordinatorWorld::Repeat(const ScenarioStep& step) {
  std::string seen;
  for (const std::string& name : step.words)
    seen += Say(name, At(name).last, At(name).last_payload);
  return seen;
}

std::string CoordinatorWorld::Heartbeat(const ScenarioStep& step) {
  std::string seen;
  for (const std::string& name : step.words) {
    v1::ToCoordinator message;
    message.mutable_heartbeat()->set_sequence(1);
    seen += Say(name, std::move(message));
  }
  return seen;
}

std::string CoordinatorWorld::Publish(const ScenarioStep& step) {
  if (work_.empty()) return "nothing to do";
  const co::Work work = std::move(work_.front());
  work_.pop_front();
  co::WorkDone done{work.job_id, work.ticket, Error{}};
  if (step.Option("fail") == "disk")
    done.result = BadInput("cannot write the model", "no space left on device");
  else if (step.Option("fail") == "arithmetic")
    done.result = Error{.kind = ErrorKind::kWorkFailed, .what = "the sum of the weights is 0"};
  else
    done.result = publisher_.Publish(std::get<co::PublishWork>(work.what)).value();
  if (const auto* published = std::get_if<co::Published>(&done.result))
    stored_[work.job_id].versions[published->model->version] = published->model;
  return Step(std::move(done));
}

std::string CoordinatorWorld::Wait(const ScenarioStep& step) {
  const Instant begin = now_, until = now_ + ParseDuration(step.words.at(0)).value();
  std::string seen;
  const auto step_at = [&](Instant at) {
    now_ = at;
    const std::string text = Step(co::TimePassed{});
    if (!text.empty()) seen += StrCat("after ", Seconds(at - begin), " s:\n", text);
  };
  for (auto wake = machine_->NextWake(); wake && *wake > now_ && *wake < until;
       wake = machine_->NextWake())
    step_at(*wake);
  step_at(until);
  return seen;
}

std::string CoordinatorWorld::Status(const ScenarioStep&) {
  std::string text;
  for (const auto& entry : machine_->jobs()) {
    text += StrCat(entry.first, ": ", entry.second->phase());
    if (const std::string why = entry.second->Waiting(now()); !why.empty())
      text += StrCat(", waits for ", why);
    for (const co::Verdict& verdict : entry.second->verdicts())
      text += StrCat("; ", verdict.name, ": ", verdict.accepted ? "able" : verdict.reasons.front());
    text += "\n";
  }
  if (machine_->jobs().empty()) text += "no job is running\n";
  for (const auto& entry : machine_->membership().members()) {
    const co::Member& member = entry.second;
    text += StrCat(member.name, member.revoked     ? ": revoked"
                                : member.connected ? ": connected"
                                                   : ": away");
    for (const auto& fault : member.faults) text += StrCat(", ", fault.first, " x", fault.second);
    text += "\n";
  }
  return text;
}

}  // namespace hansa::testing
