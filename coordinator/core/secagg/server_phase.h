#pragma once
// A window of the session: it asks some sites for one kind of message, accepts what is right, and
// closes into the next window, or into the session's end. The session routes; a window never meets
// a message of another kind, of a site that is out, or one that it has accepted before.

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <variant>

#include "coordinator/core/secagg/server_context.h"
#include "coordinator/core/secagg/waiting_list.h"

namespace hansa::coordinator {

class ServerPhase;
using PhaseEnd = std::variant<std::unique_ptr<ServerPhase>, SecAggFailed>;

class ServerPhase {
 public:
  using Kind = v1::SecAggToCoordinator::BodyCase;

  virtual ~ServerPhase() = default;
  virtual ServerStep step() const = 0;
  virtual Kind awaits() const = 0;
  // Zero: no deadline.
  virtual Duration window() const = 0;
  // Sends what the window asks for.
  virtual void Open() = 0;
  // Empty: accepted. Else the name of the fault; nothing of the message was taken.
  virtual std::string_view Accept(const std::string& site_id,
                                  const v1::SecAggToCoordinator& message, Bytes payload) = 0;
  // It says again what was accepted.
  virtual void Repeated(const std::string&) {}
  // The site is out and will not answer.
  virtual void Forget(const std::string& site_id) = 0;
  // Sites whose answer is not in.
  virtual const std::set<std::string>& pending() const = 0;
  // Nothing is left to wait for, or too few can still answer.
  virtual bool Settled() const = 0;
  // Something is being done beside the loop: it must end before the window closes, whatever the
  // time.
  virtual bool Busy() const { return false; }
  // Once. When time is up, those who did not answer are dropped.
  virtual PhaseEnd Close(bool time_is_up) = 0;
};

// Those still asked did not answer in time.
void DropPending(ServerContext& context, ServerStep step, const WaitingList& waiting);
// Failure of a window with its numbers.
SecAggFailed TooFew(const ServerContext& context, ServerStep step, const WaitingList& waiting);

}  // namespace hansa::coordinator
