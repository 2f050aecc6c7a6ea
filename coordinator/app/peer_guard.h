#pragma once
// Keeps one key from taking more than its share of the coordinator (PeerBudget): its messages are
// no longer taken, its connections are cut, and the door stays shut for a while. The loop's; not
// thread-safe.

#include "coordinator/app/connections.h"
#include "coordinator/app/peer_budget.h"
#include "coordinator/app/turn_output.h"
#include "coordinator/core/coordinator_machine.h"

namespace hansa::coordinator {

class PeerGuard {
 public:
  // Both outlive the guard.
  PeerGuard(Connections& connections, CoordinatorMachine& machine)
      : connections_(connections), machine_(machine) {}

  // Whether a message may be looked at.
  bool Takes(const transport::Received& message, Now now, TurnOutput& out);
  // Whether a checked message may be acted upon: a greeting has a budget of its own.
  bool Takes(const std::string& user, const v1::ToCoordinator& message, Now now, TurnOutput& out);
  // A message that is none. A site's is counted under its name, too.
  void Faulty(const std::string& user, const std::string& fault, Now now, TurnOutput& out);
  // The sites' faults of this turn, once all its messages were taken.
  // It was asked for.
  void GiveBack(const std::string& user, size_t bytes) { budget_.GiveBackBytes(user, bytes); }
  void Judge(Now now, TurnOutput& out);

  bool IsOut(const std::string& user, Instant now) const { return budget_.IsOut(user, now); }
  const BudgetCounters& counters() const { return budget_.counters(); }

 private:
  bool Expel(const std::string& user, const std::string& why, Now now, TurnOutput& out);

  PeerBudget budget_;
  Connections& connections_;
  CoordinatorMachine& machine_;
};

}  // namespace hansa::coordinator
