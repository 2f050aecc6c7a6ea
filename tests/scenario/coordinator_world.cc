#include "tests/scenario/coordinator_world.h"

#include "common/base/check.h"
#include "common/base/text.h"
#include "common/identity/authority.h"
#include "tests/scenario/coordinator_text.h"
#include "tests/support/job_file.h"

namespace hansa::testing {

namespace co = hansa::coordinator;

CoordinatorWorld::CoordinatorWorld()
    : key_(crypto::SigningKey::Generate(random_)),
      publisher_(key_, identity::CertifyCoordinator(key_, key_.public_key(), {9})),
      machine_(std::make_unique<co::CoordinatorMachine>(random_, key_, 0)) {}

const std::map<std::string, CoordinatorWorld::Verb>& CoordinatorWorld::Verbs() {
  using W = CoordinatorWorld;
  static const std::map<std::string, Verb> verbs = {
      {"enrol", &W::Enrol},      {"connect", &W::Connect}, {"lose", &W::Lose},
      {"revoke", &W::Revoke},    {"submit", &W::Submit},   {"resume", &W::Resume},
      {"restart", &W::Restart},  {"check", &W::Check},     {"cancel", &W::Cancel},
      {"accept", &W::Accept},    {"decline", &W::Decline}, {"fetch", &W::Fetch},
      {"ready", &W::Ready},      {"fail", &W::Fail},       {"send", &W::SendAnswer},
      {"repeat", &W::Repeat},    {"wait", &W::Wait},       {"heartbeat", &W::Heartbeat},
      {"publish", &W::Publish},  {"status", &W::Status},   {"pause", &W::Pause},
      {"continue", &W::Continue}};
  return verbs;
}

std::string CoordinatorWorld::Respond(const ScenarioStep& step) {
  const auto verb = Verbs().find(step.verb);
  if (verb == Verbs().end()) return StrCat("no such verb: ", step.verb);
  return (this->*verb->second)(step);
}

CoordinatorWorld::Site& CoordinatorWorld::At(const std::string& name) {
  const auto known = sites_.find(name);
  if (known != sites_.end()) return known->second;
  Site& site = sites_[name];
  const Bytes number = {0, 0, 0, 0, 0, 0, 0, static_cast<uint8_t>(sites_.size())};
  site.id = Hex(number);
  machine_->Step(co::MemberAdmitted{site.id, name, {}, {}}, now());
  return site;
}

std::string CoordinatorWorld::NameOf(const co::SiteId& id) const {
  return machine_->membership().NameOf(id);
}

std::string CoordinatorWorld::Step(co::FleetInput input) {
  co::Effects effects = machine_->Step(std::move(input), now());
  for (const co::Persist& persist : effects.persist) Store(persist);
  for (const co::Send& send : effects.sends) Remember(send);
  std::string text = TextOf(effects, [this](const co::SiteId& id) { return NameOf(id); });
  for (co::Work& work : effects.work) work_.push_back(std::move(work));
  return text;
}

void CoordinatorWorld::Store(const co::Persist& persist) {
  if (const auto* session = std::get_if<co::UsedSessionNumber>(&persist))
    stored_session_ = session->number;
  if (const auto* job = std::get_if<v1::JobRecord>(&persist)) stored_[job->job_id()].record = *job;
  if (const auto* round = std::get_if<v1::RoundRecord>(&persist))
    stored_[round->job_id()].round = *round;
  if (const auto* step = std::get_if<v1::SessionStepRecord>(&persist))
    stored_[step->job_id()].steps[step->params_hash()].push_back(*step);
}

std::string CoordinatorWorld::Say(const std::string& name, v1::ToCoordinator message,
                                  co::Payload payload) {
  Site& site = At(name);
  site.last = message;
  site.last_payload = payload;
  return Step(co::SiteMessage{site.id, std::move(message), std::move(payload)});
}

void CoordinatorWorld::Remember(const co::Send& send) {
  Site& site = At(NameOf(send.site));
  const v1::ToSite& message = send.message;
  if (message.has_job_offer()) {
    const JobSpec job = ParseJob(message.job_offer().job_toml(), "offer").value();
    v1::JobAnswer& answer = site.offers[job.name];
    answer.set_offer_id(message.job_offer().offer_id());
    answer.set_job_digest(ToString(job.digest));
    site.newest_offer = job.name;
  }
  if (message.has_task_start()) site.task = message.task_start();
  if (message.has_plain_request()) site.params = message.plain_request().params();
  if (message.has_secagg() && message.secagg().has_params())
    site.params = message.secagg().params();
}

co::JobMachine::Plan CoordinatorWorld::PlanOf(std::map<std::string, std::string> options) {
  options.erase("rounds_done");
  JobSpec spec = ParseJob(JobFile(options), "job.toml").value();
  co::JobMachine::Plan plan{.job_id = StrCat("job-", ++last_job_),
                            .spec = std::make_shared<const JobSpec>(std::move(spec)),
                            .seed = 1,
                            .submitted_unix_ms = now().unix_ms,
                            .resume = std::nullopt};
  if (plan.spec->task == JobTask::kEvaluate) {
    plan.next_version = plan.spec->evaluated_version + 1;
    plan.evaluated = publisher_
                         .Publish({.job_id = "earlier",
                                   .job = plan.spec,
                                   .seed = 1,
                                   .version = plan.spec->evaluated_version})
                         .value()
                         .model;
  }
  return plan;
}

}  // namespace hansa::testing
