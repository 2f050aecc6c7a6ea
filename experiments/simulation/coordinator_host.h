#pragma once
// The coordinator of the fleet: the production machine, its store and its files, which outlive it.
// As coordinator/app/loop.h, without a process: each turn commits, then sends, then works, then
// tells. It may crash at any of these, and starts again from what was committed.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/bulk/range_sender.h"
#include "coordinator/core/coordinator_machine.h"
#include "coordinator/storage/store.h"
#include "experiments/simulation/gate.h"
#include "experiments/simulation/model_maker.h"
#include "experiments/simulation/network.h"
#include "experiments/simulation/upload_desk.h"

namespace hansa::simulation {

// Of the job of that number: "job", "job-1", ...
std::string JobId(size_t number);

class CoordinatorHost {
 public:
  CoordinatorHost(World& world, Network& network, std::unique_ptr<coordinator::Store> store);
  ~CoordinatorHost();

  // A new process: reads everything back, lets jobs go on (coordinator_restart.cc).
  void Start();
  // `event` has arrived, and is not of an earlier process.
  void Take(Event& event, Instant at);
  uint64_t process() const { return process_; }
  // Null while it is down.
  const coordinator::CoordinatorMachine* machine() const { return machine_.get(); }
  // Every job is over, and that is stored.
  bool job_over() const;

  uint64_t rounds_completed() const;  // of all jobs
  uint64_t rounds_failed() const { return rounds_failed_; }
  uint64_t convicted() const { return convicted_; }
  // How often a job went on in each phase.
  const std::map<std::string, uint64_t>& resumed_in() const { return resumed_in_; }
  bool job_succeeded() const;      // every one
  std::string job_reason() const;  // of the first that did not

 private:
  // What a restart reads back (coordinator_restart.cc).
  std::optional<coordinator::JobMachine::Plan> PlanFromStore(size_t number) const;
  void AdmitSites();

  // What an operator asks for (coordinator_jobs.cc).
  coordinator::Effects Operate(const Event& event);
  void PlanPause();
  void TellCommitted(const std::vector<coordinator::Record>& records);
  void Wake(Instant at);
  void PlanWake();
  std::optional<Instant> NextWake() const;
  // What came of uploads goes to the machine, and requests for more to their sites.
  void PumpUploads(CoordinatorTurn& turn);
  void Execute(CoordinatorTurn turn);
  // With a line for each event: what happened is as durable as what it brought about.
  bool Commit(coordinator::Effects& effects);
  // Sends until a crash; false: it crashed.
  bool Send(CoordinatorTurn& turn);
  void Serve(const std::vector<coordinator::Serve>& serves);
  void SendBlob(uint32_t site, const bulk::RangeSender::Chunk& chunk);
  void Do(coordinator::Work work);
  coordinator::Stored Store(coordinator::RunningSum& sum);
  void Tell(const coordinator::Effects& effects);
  void Crash();

  World& world_;
  Network& network_;
  std::unique_ptr<coordinator::Store> store_;
  struct Job {
    explicit Job(std::shared_ptr<const FleetKeys> keys) : models(std::move(keys)) {}
    ModelMaker models;
    uint64_t next_line = 0;  // of its events
    bool over = false, succeeded = false;
    uint64_t rounds_done = 0;
    std::string reason;
  };
  size_t NumberOf(const std::string& job_id) const;
  std::vector<Job> jobs_;
  coordinator::StoredVectors sums_;
  UploadDesk desk_;
  std::unique_ptr<coordinator::CoordinatorMachine> machine_;  // null: not running
  std::unique_ptr<Gate> gate_;                                // with the machine
  uint64_t process_ = 0;
  std::optional<Instant> wake_;  // planned
  uint64_t rounds_failed_ = 0;
  uint64_t convicted_ = 0;
  std::map<std::string, uint64_t> resumed_in_;
};

}  // namespace hansa::simulation
