#pragma once
// A coordinator's machine with a fleet that does what a scenario says. Verbs:
//
//   enrol NAME...                     admitted, not connected
//   connect NAME...                   greeted on a new connection (enrolled when it was not)
//   lose NAME [why...]                its connection ends
//   revoke NAME
//   submit key=value...               a job; keys as in tests/support/job_file.h
//   resume rounds_done=N key=value... the job of an earlier process, with its newest version, and
//                                     nothing known of its round
//   restart                           a new process, from what was stored; no connection is left
//   check key=value...                a dry run
//   cancel
//   pause [abandon=1] [job=job-N]     the newest job, or that one
//   continue [job=job-N]
//   accept NAME... [job=...]          answers the newest offer (of that job)
//        [closes=H] [opens=H]         the site's hours end and begin in H hours
//   decline NAME why...
//   fetch NAME... [other]             asks for the task's model (or for one that nobody has)
//   ready NAME...
//   fail NAME why... [code=...]       gives its task up
//   send NAME... value=V weight=W     the plain update: V in every element
//   send NAME... rows=N squared=S     the plain evaluation sums
//   send NAME... counts=N sums=S squares=Q histogram=B  plain statistics: each in every element
//        [length=N] [session=other] [kind=masked]   as it should not be
//   repeat NAME...                    the last message again
//   heartbeat NAME...
//   publish [fail=disk|arithmetic]    the worker has done its oldest piece of work
//   wait DURATION                     time passes; "after 2 s:" before what it brings
//   status                            what an operator sees

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "common/crypto/random.h"
#include "coordinator/core/coordinator_machine.h"
#include "tests/support/memory_publisher.h"
#include "tests/support/scenario_file.h"

namespace hansa::testing {

class CoordinatorWorld {
 public:
  CoordinatorWorld();
  std::string Respond(const ScenarioStep& step);

  // The running jobs as a new process finds them.
  std::vector<coordinator::JobMachine::Plan> Kept() const;

 private:
  // What a site remembers of the coordinator's messages.
  struct Site {
    coordinator::SiteId id;
    std::map<std::string, v1::JobAnswer> offers;  // by job: the answer, ready to be sent
    std::string newest_offer;                     // job
    v1::TaskStart task;
    v1::Signed params;
    v1::ToCoordinator last;
    coordinator::Payload last_payload;
  };
  using Verb = std::string (CoordinatorWorld::*)(const ScenarioStep&);
  static const std::map<std::string, Verb>& Verbs();

  std::string Enrol(const ScenarioStep& step);
  std::string Connect(const ScenarioStep& step);
  std::string Lose(const ScenarioStep& step);
  std::string Revoke(const ScenarioStep& step);
  std::string Submit(const ScenarioStep& step);
  std::string Resume(const ScenarioStep& step);
  std::string Restart(const ScenarioStep& step);
  std::string Check(const ScenarioStep& step);
  std::string Cancel(const ScenarioStep& step);
  std::string Pause(const ScenarioStep& step);
  std::string Continue(const ScenarioStep& step);
  std::string Accept(const ScenarioStep& step);
  std::string Decline(const ScenarioStep& step);
  std::string Fetch(const ScenarioStep& step);
  std::string Ready(const ScenarioStep& step);
  std::string Fail(const ScenarioStep& step);
  std::string SendAnswer(const ScenarioStep& step);
  std::string Repeat(const ScenarioStep& step);
  std::string Heartbeat(const ScenarioStep& step);
  std::string Publish(const ScenarioStep& step);
  std::string Wait(const ScenarioStep& step);
  std::string Status(const ScenarioStep& step);

  Site& At(const std::string& name);
  std::string NameOf(const coordinator::SiteId& id) const;
  Now now() const { return {now_, start_unix_ms_ + (now_ - Instant{}) / milliseconds(1)}; }
  std::string Step(coordinator::FleetInput input);
  void Store(const coordinator::Persist& persist);
  std::string Say(const std::string& name, v1::ToCoordinator message,
                  coordinator::Payload payload = nullptr);
  void Remember(const coordinator::Send& send);
  coordinator::JobMachine::Plan PlanOf(std::map<std::string, std::string> options);
  coordinator::Payload AnswerBytes(const Site& site, const ScenarioStep& step);

  crypto::SeededRandom random_{1, "scenario"};
  crypto::SigningKey key_;
  MemoryPublisher publisher_;
  std::unique_ptr<coordinator::CoordinatorMachine> machine_;
  // What a new process finds.
  struct StoredJob {
    coordinator::JobMachine::Plan plan;
    v1::JobRecord record;
    std::map<uint64_t, coordinator::ModelHandle> versions;
    std::optional<v1::RoundRecord> round;
    std::map<std::string, std::vector<v1::SessionStepRecord>> steps;
  };
  std::map<std::string, StoredJob> stored_;
  uint64_t stored_session_ = 0;
  std::map<std::string, Site> sites_;
  std::deque<coordinator::Work> work_;
  uint64_t last_check_ = 0;
  uint64_t last_job_ = 0;
  Instant now_{};
  const UnixMillis start_unix_ms_ = 1'800'000'000'000;
};

}  // namespace hansa::testing
