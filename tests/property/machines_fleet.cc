#include "tests/property/machines_fleet.h"

#include "common/base/text.h"
#include "common/identity/authority.h"
#include "tests/property/machines_fleet_site.h"
#include "tests/support/job_file.h"

namespace hansa::testing {

namespace co = hansa::coordinator;

MachinesFleet::MachinesFleet(FleetPlan plan)
    : plan_(std::move(plan)),
      random_(plan_.seed, "fleet"),
      keys_(secagg_test::SharedFleet(plan_.sites, 1)),
      certificate_(identity::CertifyCoordinator(keys_->authority, keys_->coordinator.public_key(),
                                                identity::CurvePublic{9})),
      publisher_(keys_->coordinator, certificate_),
      spec_(std::make_shared<const JobSpec>(ParseJob(JobFile(plan_.job), "job.toml").value())),
      machine_(random_, keys_->coordinator, 0) {
  for (uint32_t i = 0; i < plan_.sites; ++i) {
    sites_.push_back(std::make_unique<Site>());
    Site& site = *sites_.back();
    const secagg_test::Site& keys = keys_->sites[i];
    site.index = i;
    site.id = keys.id;
    machine_.Step(
        co::MemberAdmitted{keys.id, StrCat("s", i), keys.identity.public_key(), keys.credential},
        now());
    Start(site);
  }
  StepCoordinator(co::JobSubmitted{{.job_id = "job", .spec = spec_, .seed = 1, .resume = {}}});
}

MachinesFleet::~MachinesFleet() = default;

bool MachinesFleet::ended() const { return machine_.jobs().empty(); }

bool MachinesFleet::Chance(double probability) {
  return static_cast<double>(random_.NextU64() >> 11) < probability * 9007199254740992.0;  // 2^53
}

Duration MachinesFleet::Between(Duration least, Duration most) {
  const auto span = static_cast<uint64_t>((most - least).count()) + 1;
  return least + Duration(static_cast<Duration::rep>(random_.NextU64() % span));
}

void MachinesFleet::Plan(Duration from_now, std::function<void()> what) {
  planned_.push({now_ + from_now, ++last_planned_, std::move(what)});
}

void MachinesFleet::Run(Duration longest) {
  const Instant until = now_ + longest;
  while (!ended()) {
    Instant next = until + seconds(1);
    if (!planned_.empty()) next = planned_.top().at;
    if (const auto wake = machine_.NextWake()) next = std::min(next, *wake);
    for (const auto& site : sites_)
      if (site->machine)
        if (const auto wake = site->machine->NextWake()) next = std::min(next, *wake);
    if (next > until) return;
    now_ = std::max(now_, next);
    if (!planned_.empty() && planned_.top().at <= now_) {
      const auto what = planned_.top().what;
      planned_.pop();
      what();
    }
    if (const auto wake = machine_.NextWake(); wake && *wake <= now_)
      StepCoordinator(co::TimePassed{});
    for (const auto& site : sites_) {
      if (!site->machine) continue;
      if (const auto wake = site->machine->NextWake(); wake && *wake <= now_)
        StepSite(*site, client::Woken{});
    }
  }
}

void MachinesFleet::StepCoordinator(co::FleetInput input) {
  co::Effects effects = machine_.Step(std::move(input), now());
  for (const co::Persist& persist : effects.persist)
    if (const auto* session = std::get_if<co::UsedSessionNumber>(&persist)) {
      if (session->number <= last_session_) broken.push_back("a session number was used twice");
      last_session_ = session->number;
    }
  for (const co::Send& send : effects.sends) ToSite(send);
  for (co::Work& work : effects.work) Do(std::move(work));
  for (co::JobEvent& event : effects.events) events.push_back(std::move(event.event));
}

void MachinesFleet::ToSite(const co::Send& send) {
  for (const auto& site : sites_) {
    if (site->id != send.site) continue;
    const Bytes payload = send.payload ? *send.payload : Bytes();
    Travel(*site, [this, &to = *site, message = send.message, payload] {
      StepSite(to, client::FromCoordinator{message, payload});
    });
  }
}

// What the coordinator's gate says by itself; never lost, since it is part of the connection.
void MachinesFleet::Reply(Site& site, v1::ToSite message) {
  Plan(milliseconds(1), [this, &site, connection = site.connection, message] {
    if (site.connection == connection) StepSite(site, client::FromCoordinator{message, {}});
  });
}

void MachinesFleet::Travel(Site& site, std::function<void()> what) {
  if (Chance(plan_.faults.cut)) return Cut(site);
  const int copies = Chance(plan_.faults.lose) ? 0 : Chance(plan_.faults.repeat) ? 2 : 1;
  for (int i = 0; i < copies; ++i)
    Plan(Between(milliseconds(1), plan_.faults.longest_delay),
         [&site, what, connection = site.connection] {
           if (site.connection == connection) what();
         });
}

void MachinesFleet::Do(co::Work work) {
  auto shared = std::make_shared<co::Work>(std::move(work));
  if (const auto* publish = std::get_if<co::PublishWork>(&shared->what)) CheckSum(*publish);
  Plan(Between(milliseconds(1), milliseconds(100)), [this, shared] {
    co::WorkDone done{shared->job_id, shared->ticket, Error{}};
    if (auto* unmask = std::get_if<secagg::UnmaskWork>(&shared->what))
      done.result = secagg::RunUnmask(std::move(*unmask));
    else if (const auto& publish = std::get<co::PublishWork>(shared->what);
             publish.sum && Chance(plan_.faults.publish_fails))
      done.result = Error{.kind = ErrorKind::kWorkFailed, .what = "no finite model"};
    else
      done.result = publisher_.Publish(publish).value();
    StepCoordinator(std::move(done));
  });
}

// The session's sum against the plain vectors of the sites it says it included.
void MachinesFleet::CheckSum(const co::PublishWork& work) {
  if (work.kind != co::PublishWork::Kind::kTrained) return;
  if (work.sum->included.size() < spec_->clients_min) broken.push_back("a sum below the quorum");
  std::vector<uint64_t> plain(work.sum->sum.size());
  for (const std::string& id : work.sum->included)
    for (const auto& site : sites_) {
      if (site->id != id) continue;
      const auto given = site->given.find(last_session_);
      if (given == site->given.end()) return broken.push_back("a site in the sum gave nothing");
      for (size_t i = 0; i < plain.size(); ++i)
        plain[i] += static_cast<uint64_t>(given->second.Signed(i));
    }
  for (size_t i = 0; i < plain.size(); ++i)
    if (plain[i] != static_cast<uint64_t>(work.sum->sum.Signed(i)))
      return broken.push_back(StrCat("the sum of session ", last_session_, " is wrong"));
  ++sums_checked;
}

}  // namespace hansa::testing
