#include "tests/property/machines_fleet_site.h"

#include "common/base/text.h"
#include "common/secagg/mask.h"

namespace hansa::testing {

namespace cl = hansa::client;
namespace co = hansa::coordinator;

void MachinesFleet::Start(Site& site) {
  cl::SiteOptions options;
  options.site_id = site.id;
  options.credential = keys_->sites[site.index].credential;
  options.identity = &keys_->sites[site.index].identity;
  options.authority = keys_->authority.public_key();
  options.coordinator_curve_key = {9};
  options.policy.jobs = {"*"};
  options.policy.columns = {"*"};
  options.policy.secure_required = false;
  options.policy.smallest_cohort = 2;
  options.policy.rounds_per_day = 1000000;
  options.random = &random_;
  site.machine = std::make_unique<cl::SiteMachine>(std::move(options));
  ++site.life;
  ConnectLater(site);
}

void MachinesFleet::ConnectLater(Site& site) {
  Plan(Between(milliseconds(1), seconds(2)), [this, &site, life = site.life] {
    if (!site.machine || site.life != life || site.linked) return;
    site.linked = true;
    ++site.connection;
    StepSite(site, cl::LinkUp{});
  });
}

void MachinesFleet::Cut(Site& site) {
  if (!site.linked) return;
  site.linked = false;
  ++site.connection;
  // Both sides find out, in no order.
  if (std::exchange(site.greeted, false))
    Plan(Between(milliseconds(1), seconds(1)), [this, &site, connection = site.connection] {
      if (site.connection == connection)
        StepCoordinator(co::SiteDisconnected{site.id, "connection lost"});
    });
  Plan(milliseconds(1), [this, &site, life = site.life] {
    if (site.life == life) StepSite(site, cl::LinkDown{});
  });
  ConnectLater(site);
}

void MachinesFleet::Crash(Site& site) {
  site.machine.reset();
  ++site.life;
  Cut(site);
  Plan(Between(milliseconds(10), seconds(20)), [this, &site] { Start(site); });
}

void MachinesFleet::StepSite(Site& site, cl::Input input) {
  if (!site.machine) return;
  Execute(site, site.machine->Step(std::move(input), now()));
}

void MachinesFleet::Execute(Site& site, cl::Effects effects) {
  for (const cl::Persist& persist : effects.persist) Keep(site, persist);
  const bool said_something = !effects.send.empty();
  if (said_something && Chance(plan_.faults.crash / 2)) return Crash(site);
  for (cl::Send& send : effects.send) ToCoordinator(site, std::move(send));
  if (said_something && Chance(plan_.faults.crash / 2)) return Crash(site);
  for (cl::Work& work : effects.work) Do(site, std::move(work));
  if (effects.link == cl::LinkOrder::kReconnect) Cut(site);
  if (effects.link == cl::LinkOrder::kClose || effects.link == cl::LinkOrder::kOpen)
    broken.push_back("a site stayed away from its own coordinator");
}

void MachinesFleet::Keep(Site& site, const cl::Persist& persist) {
  if (const auto* marked = std::get_if<cl::MarkAnswered>(&persist)) {
    const v1::AnsweredMarker& m = marked->marker;
    if (!site.answered.emplace(m.task_digest(), m.base_model_sha256(), m.data_digest()).second)
      broken.push_back("a site answered a task twice on the same model and data");
  } else if (const auto* entered = std::get_if<cl::EnterSession>(&persist)) {
    if (entered->number <= site.highest_session) broken.push_back("a site entered a session twice");
    site.highest_session = entered->number;
  }
}

void MachinesFleet::Do(Site& site, cl::Work work) {
  const auto answer = [this, &site](Duration after, cl::Input input) {
    Plan(after,
         [this, &site, life = site.life, given = std::make_shared<cl::Input>(std::move(input))] {
           if (site.life == life) StepSite(site, std::move(*given));
         });
  };
  if (const auto* ask = std::get_if<cl::AskColumns>(&work)) {
    answer(milliseconds(5), cl::ColumnsChecked{ask->work, {"speed", "power"}, std::nullopt});
  } else if (const auto* data = std::get_if<cl::AskData>(&work)) {
    answer(milliseconds(5), cl::DataBuilt{data->work, {1}, 10, 10, {"speed", "power"}});
  } else if (const auto* ask_facts = std::get_if<cl::AskFacts>(&work)) {
    cl::FactsRead facts;
    facts.work = ask_facts->work;
    facts.answered = site.answered.contains({ToString(ask_facts->task_digest),
                                             ToString(ask_facts->base_model_sha256),
                                             ToString(ask_facts->data_digest)});
    facts.highest_session = site.highest_session;
    answer(milliseconds(1), facts);
  } else if (const auto* train = std::get_if<cl::TrainModel>(&work)) {
    Train(site, *train);
  } else if (const auto* evaluate = std::get_if<cl::EvaluateModel>(&work)) {
    // Every site errs alike, so that the fleet's figure is known whoever takes part.
    const uint64_t rows = 1 + random_.NextU64() % 100;
    const double squared = 4.0 * static_cast<double>(rows);
    answer(Between(milliseconds(10), seconds(1)),
           cl::ModelEvaluated{evaluate->work, {rows, squared, 0, 0, squared}});
  } else if (auto* mask = std::get_if<cl::MaskInput>(&work)) {
    site.given[site.highest_session] = mask->mask.input;
    answer(milliseconds(1), cl::InputMasked{mask->work, secagg::RunMask(std::move(mask->mask))});
  }
}

void MachinesFleet::Train(Site& site, const cl::TrainModel& work) {
  if (Chance(plan_.faults.train_hangs)) return;
  std::vector<float> weights = *work.base;
  for (float& weight : weights)
    weight += static_cast<float>(random_.NextU64() % 2001) / 1000.0F - 1.0F;
  cl::Input result = cl::WorkRefused{work.work, "trainer_died", "the trainer was killed"};
  if (!Chance(plan_.faults.train_fails))
    result =
        cl::ModelTrained{work.work, std::make_shared<const std::vector<float>>(std::move(weights)),
                         1 + random_.NextU64() % 500, 1.0};
  Plan(Between(milliseconds(10), seconds(5)),
       [this, &site, life = site.life, given = std::make_shared<cl::Input>(std::move(result))] {
         if (site.life == life) StepSite(site, std::move(*given));
       });
}

void MachinesFleet::ToCoordinator(Site& site, cl::Send send) {
  if (!site.linked) return;
  if (send.message.has_plain_input())
    site.given[site.highest_session] =
        secagg::RingVector::FromBytes(spec_->ring_bits, send.payload);
  const v1::ToCoordinator message = std::move(send.message);
  if (message.has_hello() || message.has_heartbeat()) {
    Plan(milliseconds(1), [this, &site, connection = site.connection, message] {
      if (site.connection == connection) Arrive(site, message, {});
    });
    return;
  }
  Travel(site, [this, &site, message, payload = std::move(send.payload)] {
    Arrive(site, message, payload);
  });
}

// As the coordinator's gate does it (coordinator/app/site_gate.h).
void MachinesFleet::Arrive(Site& site, const v1::ToCoordinator& message, const Bytes& payload) {
  v1::ToSite reply;
  if (message.has_hello()) {
    site.greeted = true;
    reply.mutable_welcome()->set_protocol(cl::kProtocol);
    *reply.mutable_welcome()->mutable_coordinator() = certificate_;
    reply.mutable_welcome()->set_heartbeat_ms(60000);
    Reply(site, std::move(reply));
    return StepCoordinator(co::SiteConnected{site.id, "test"});
  }
  if (message.has_heartbeat()) {
    *reply.mutable_heartbeat() = message.heartbeat();
    Reply(site, std::move(reply));
  }
  co::Payload shared = payload.empty() ? nullptr : std::make_shared<const Bytes>(payload);
  StepCoordinator(co::SiteMessage{site.id, message, std::move(shared)});
}

}  // namespace hansa::testing
