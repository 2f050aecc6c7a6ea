#pragma once
// A site of the fleet: the production machine, a journal that outlives it, a trainer that may fail
// and clocks that may lie. As client/app/agent.h, without a process.

#include <map>
#include <memory>
#include <optional>

#include "client/core/site_machine.h"
#include "experiments/simulation/journal.h"
#include "experiments/simulation/network.h"
#include "experiments/simulation/site_download.h"
#include "experiments/simulation/world.h"

namespace hansa::simulation {

class SiteHost {
 public:
  SiteHost(World& world, Network& network, uint32_t index)
      : world_(world),
        network_(network),
        index_(index),
        download_(world.reading_room, world.plan.piece) {}

  // A new process begins, with what the journal holds.
  void Start();
  // `event` is of this site and has arrived.
  void Take(Event& event, Instant at);
  uint64_t process() const { return process_; }
  // Updates that left, in whatever session.
  uint64_t updates_given() const { return training_answers_; }

 private:
  Now LocalNow() const;
  void Connect();
  void Step(client::Input input);
  void Wake(Instant at);
  void PlanWake();
  std::optional<Instant> NextWake() const;
  void AskForModel();
  void Execute(client::Effects effects);
  bool Keep(const std::vector<client::Persist>& all);  // false: it crashed before
  // Of `persist`, for what leaves with it.
  void Note(const std::vector<client::Persist>& persist);
  void Crash();
  void Obey(client::LinkOrder order);

  void Do(client::Work work);
  void Do(const client::AskFacts& work);
  void Do(const client::TrainModel& work);
  void Do(const client::EncodeTrained& work);
  void Upload(const client::SendRange& range);
  secagg::RingVector PlainIn(const client::Send& send) const;
  void Do(const client::EvaluateModel& work);
  void Do(const client::CountRows& work);
  void Answer(Duration after, client::Input input);

  World& world_;
  Network& network_;
  const uint32_t index_;
  std::unique_ptr<client::SiteMachine> machine_;  // null: not running
  Journal journal_, older_;
  SiteDownload download_;
  std::map<crypto::Digest, BlobHandle> encoded_;  // by this process, and what was kept
  uint64_t process_ = 0;
  uint64_t session_ = 0;  // entered last
  uint64_t training_answers_ = 0;
  std::optional<Instant> wake_;  // planned
  Duration boot_{};              // its clock's start before the simulation's
  int64_t clock_error_ms_ = 0;
  bool rolled_back_ = false;
  bool gone_ = false;
};

}  // namespace hansa::simulation
