#pragma once
// Who is greeted and heard, as coordinator/app/site_gate.h and connections.h do it over sockets.

#include <vector>

#include "coordinator/core/coordinator_machine.h"
#include "experiments/simulation/world.h"

namespace hansa::simulation {

// What the gate itself says to a connection.
struct GateReply {
  uint32_t site = 0;
  uint64_t connection = 0;
  v1::ToSite message;
  bool then_end = false;
};

// What one turn of the coordinator asks of its shell.
struct CoordinatorTurn {
  coordinator::Effects effects;
  std::vector<GateReply> replies;
};

class Gate {
 public:
  // One life of the coordinator; `machine` outlives the gate.
  Gate(World& world, coordinator::CoordinatorMachine& machine, uint64_t process);

  void FromSite(uint32_t site, uint64_t connection, ToCoordinator message, CoordinatorTurn& out);
  // Chunks of vectors, and that there are none, from sites that have greeted: not for the machine.
  std::function<std::string(uint32_t site, const ToCoordinator& message)> on_upload;
  // Bytes that need not be a message.
  void FromSite(uint32_t site, uint64_t connection, const RawMessage& raw, CoordinatorTurn& out);
  void Gone(uint32_t site, uint64_t connection, CoordinatorTurn& out);
  // At the time that was planned for a connection: ends it when nothing was heard for too long.
  void LookForSilence(uint32_t site, CoordinatorTurn& out);
  // 0: the site is not greeted.
  uint64_t ConnectionOf(uint32_t site) const { return greeted_[site].connection; }

 private:
  struct Greeted {
    uint64_t connection = 0;
    Instant heard{};
    bool watched = false;  // a look for silence is planned
  };
  void Greet(uint32_t site, uint64_t connection, const v1::Hello& hello, CoordinatorTurn& out);
  void Fault(uint32_t site, const std::string& name, CoordinatorTurn& out);
  void SendAway(uint32_t site, uint64_t connection, const std::string& reason,
                CoordinatorTurn& out);
  void Lost(uint32_t site, const std::string& reason, CoordinatorTurn& out);
  void Watch(uint32_t site);

  World& world_;
  coordinator::CoordinatorMachine& machine_;
  const uint64_t process_;
  const Duration longest_silence_;
  std::vector<Greeted> greeted_;
  v1::ToSite welcome_;
};

}  // namespace hansa::simulation
