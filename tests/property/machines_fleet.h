#pragma once
// The coordinator's machine and the machines of several sites under one seed and virtual time, with
// a network that loses, repeats and reorders messages, trainers that fail or hang, and sites that
// crash at any step and come back with nothing but their journal.

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <queue>
#include <set>
#include <string>
#include <vector>

#include "client/core/site_machine.h"
#include "common/crypto/random.h"
#include "coordinator/core/coordinator_machine.h"
#include "tests/support/memory_publisher.h"
#include "tests/support/secagg_site.h"

namespace hansa::testing {

// Chances, each in [0, 1], of one message or one step.
struct Faults {
  double lose = 0, repeat = 0;
  Duration longest_delay = milliseconds(50);  // of a message; reorders what is sent within it
  double cut = 0;                             // the connection ends instead
  double crash = 0;                           // of a site, after a step; before or after it sends
  double train_fails = 0, train_hangs = 0;
  double publish_fails = 0;
};

struct FleetPlan {
  uint64_t seed = 1;
  uint32_t sites = 5;
  std::map<std::string, std::string> job;  // tests/support/job_file.h
  Faults faults;
};

class MachinesFleet {
 public:
  explicit MachinesFleet(FleetPlan plan);
  ~MachinesFleet();

  // Until the job has ended, or until `longest` has passed.
  void Run(Duration longest);

  // What was seen.
  bool ended() const;
  std::vector<coordinator::Event> events;
  std::vector<std::string> broken;  // promises that did not hold; each says which
  uint64_t sums_checked = 0;
  Duration took() const { return now_ - Instant{}; }
  const JobSpec& spec() const { return *spec_; }

 private:
  struct Site;
  struct Planned {
    Instant at{};
    uint64_t number = 0;  // first planned, first done
    std::function<void()> what;
    bool operator<(const Planned& other) const {
      return std::pair(other.at, other.number) < std::pair(at, number);
    }
  };

  Now now() const { return {now_, 1'800'000'000'000 + (now_ - Instant{}) / milliseconds(1)}; }
  bool Chance(double probability);
  Duration Between(Duration least, Duration most);
  void Plan(Duration from_now, std::function<void()> what);

  // The coordinator's side.
  void StepCoordinator(coordinator::FleetInput input);
  void ToSite(const coordinator::Send& send);
  void Reply(Site& site, v1::ToSite message);
  void Do(coordinator::Work work);
  void CheckSum(const coordinator::PublishWork& work);

  // The sites' side (machines_fleet_site.cc).
  void Start(Site& site);
  void StepSite(Site& site, client::Input input);
  void Execute(Site& site, client::Effects effects);
  void Keep(Site& site, const client::Persist& persist);
  void Do(Site& site, client::Work work);
  void Train(Site& site, const client::TrainModel& work);
  void ToCoordinator(Site& site, client::Send send);
  void Arrive(Site& site, const v1::ToCoordinator& message, const Bytes& payload);
  void ConnectLater(Site& site);
  void Cut(Site& site);
  void Crash(Site& site);

  // Delivers `what` on the site's present connection, or not, or twice.
  void Travel(Site& site, std::function<void()> what);

  FleetPlan plan_;
  crypto::SeededRandom random_;
  std::shared_ptr<secagg_test::Fleet> keys_;
  v1::Signed certificate_;
  MemoryPublisher publisher_;
  std::shared_ptr<const JobSpec> spec_;
  coordinator::CoordinatorMachine machine_;
  std::vector<std::unique_ptr<Site>> sites_;
  std::priority_queue<Planned> planned_;
  uint64_t last_planned_ = 0;
  uint64_t last_session_ = 0;
  Instant now_{};
};

}  // namespace hansa::testing
