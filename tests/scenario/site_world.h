#pragma once
// A site's machine, with a coordinator, a trainer and files that do what a scenario says. Verbs:
//
//   policy key=value...          before anything else: jobs, columns, secure=off, cohort,
//   colluders,
//                                weight, rounds_per_day, from=MINUTE to=MINUTE, epochs
//   link up | down | denied
//   welcome [heartbeat=60s] [forged=authority|curve] [protocol=N] [ahead=MS]
//   goodbye REASON...
//   heartbeat                    the coordinator's
//   offer [dry=yes] key=value... keys as in tests/support/job_file.h
//   offer garbage                not a job file
//   columns [NAME...]            the data gate's answer to its oldest question; `none` says no file
//                                has the column
//   start train|evaluate round=N version=N [window=60s] [job=other] [task=same]
//         [script_bytes=N]
//   script [bytes=other]       the TorchScript file of a job with script=yes has come
//   model [bytes=other|none]   the coordinator sends what was asked for
//   data [rows=N]                the data set is built
//   journal [answered=yes] [doubtful=yes] [kept=yes] [tasks=N] [minute=N] [session=N]
//   trained [value=V] [rows=N] [size=other]   V is added to every weight; "nan" works too
//   evaluated [rows=N] [squared=S]
//   refuse CODE text...          the oldest piece of work fails
//   plain [session=N] key=value  the coordinator asks for the answer not masked
//   masked-sum [session=N] ...   it opens a masked sum. Both: [round=N] [model=other] [job=other]
//                                [purpose=other] [min=N] [colluders=N] [weight=N] [signed=stranger]
//   end OUTCOME                  of the task
//   session-end [succeeded=yes]
//   announce version=N
//   job-ended [REASON...]
//   pause | resume | shutdown
//   restart                    another process of the agent, with nothing but what it stored
//   wait DURATION
//   status

#include <deque>
#include <map>
#include <optional>
#include <string>

#include "client/core/site_machine.h"
#include "common/secagg/params.h"
#include "tests/support/scenario_file.h"
#include "tests/support/secagg_site.h"

namespace hansa::testing {

class SiteWorld {
 public:
  SiteWorld();
  std::string Respond(const ScenarioStep& step);

  // The update that the site's files keep; null: none.
  const std::shared_ptr<const client::KeptAnswer>& kept() const { return kept_; }
  void Keep(std::shared_ptr<const client::KeptAnswer> kept) { kept_ = std::move(kept); }

 private:
  using Verb = std::string (SiteWorld::*)(const ScenarioStep&);
  static const std::map<std::string, Verb>& Verbs();

  // site_verbs.cc
  std::string Link(const ScenarioStep& step);
  std::string Welcome(const ScenarioStep& step);
  std::string Goodbye(const ScenarioStep& step);
  std::string Heartbeat(const ScenarioStep& step);
  std::string Offer(const ScenarioStep& step);
  std::string Start(const ScenarioStep& step);
  std::string Model(const ScenarioStep& step);
  std::string Script(const ScenarioStep& step);
  std::string Plain(const ScenarioStep& step);
  std::string MaskedSum(const ScenarioStep& step);
  std::string End(const ScenarioStep& step);
  std::string SessionEnd(const ScenarioStep& step);
  std::string Announce(const ScenarioStep& step);
  std::string JobEnded(const ScenarioStep& step);
  // site_work_verbs.cc
  std::string Policy(const ScenarioStep& step);
  std::string Columns(const ScenarioStep& step);
  std::string Data(const ScenarioStep& step);
  std::string Journal(const ScenarioStep& step);
  std::string Trained(const ScenarioStep& step);
  std::string Evaluated(const ScenarioStep& step);
  std::string Counted(const ScenarioStep& step);
  std::string Refuse(const ScenarioStep& step);
  std::string Pause(const ScenarioStep& step);
  std::string Resume(const ScenarioStep& step);
  std::string Restart(const ScenarioStep& step);
  std::string Shutdown(const ScenarioStep& step);
  std::string Wait(const ScenarioStep& step);
  std::string Status(const ScenarioStep& step);

  client::SiteMachine& machine();
  Now now() const { return {now_, 1'800'000'000'000 + (now_ - Instant{}) / milliseconds(1)}; }
  std::string Step(client::Input input);
  // Does the work that was asked for, and keeps the update.
  client::Input Encode(client::EncodeTrained work);
  std::string Say(v1::ToSite message, Bytes payload = {});
  Bytes ModelFile(uint64_t version) const;
  v1::Signed Params(const ScenarioStep& step, bool plain);
  // The number of the oldest unanswered piece of this kind of work; 0: none was asked for.
  client::WorkNumber TakeWork(const std::string& kind);

  crypto::SeededRandom random_{1, "scenario"};
  secagg_test::Fleet fleet_{2, 1};
  client::SiteOptions options_;
  std::optional<client::SiteMachine> machine_;
  std::deque<std::pair<std::string, client::WorkNumber>> work_;
  client::Weights base_;  // of the work under way
  std::shared_ptr<const client::KeptAnswer> kept_;
  std::optional<client::EncodeTrained> encode_;
  JobSpec job_;  // as last offered
  v1::TaskStart task_;
  crypto::Digest params_hash_{};
  uint64_t last_offer_ = 0;
  uint64_t last_task_ = 0;
  Instant now_{};
};

}  // namespace hansa::testing
