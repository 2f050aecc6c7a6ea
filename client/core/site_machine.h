#pragma once
// The site's side of the protocol as a pure machine: what happened and the time in, effects out
// (effects.h says in which order the shell executes them). It never sends, sleeps, logs, locks,
// reads a clock or a file. Not thread-safe.
//
//   down ── LinkUp ──> greeting ── Welcome ──> up ── LinkDown ──> down
//     ^                    │                    │
//     │                    └── refused ──> resting <── Goodbye("revoked"), denied
//     └───────────────── rest is over ─────────┘
//
// While up: offers are answered (offers.h), one task at a time is done (task.h), heartbeats are
// sent and awaited (liveness.h).

#include <optional>
#include <string>

#include "client/core/liveness.h"
#include "client/core/offers.h"
#include "client/core/site_context.h"
#include "client/core/task.h"

namespace hansa::client {

class SiteMachine {
 public:
  explicit SiteMachine(SiteOptions options);

  Effects Step(Input input, Now now);
  // When time alone changes something; an early or repeated wake is harmless.
  std::optional<Instant> NextWake() const;

  enum class Link { kDown, kGreeting, kUp, kResting };
  Link link() const { return link_; }
  bool busy() const { return task_.has_value(); }

 private:
  void Handle(Turn& turn, LinkUp& input);
  void Handle(Turn& turn, LinkDown& input);
  void Handle(Turn& turn, FromCoordinator& input);
  void Handle(Turn& turn, ColumnsChecked& input);
  void Handle(Turn& turn, ModelFetched& input);
  void Handle(Turn& turn, ScriptFetched& input);
  void Handle(Turn& turn, MessageFetched& input);
  void Handle(Turn& turn, DataBuilt& input);
  void Handle(Turn& turn, FactsRead& input);
  void Handle(Turn& turn, ModelTrained& input);
  void Handle(Turn& turn, UpdateEncoded& input);
  void Handle(Turn& turn, ModelEvaluated& input);
  void Handle(Turn& turn, RowsCounted& input);
  void Handle(Turn& turn, WorkRefused& input);
  void Handle(Turn& turn, InputMasked& input);
  void Handle(Turn& turn, PauseChanged& input);
  void Handle(Turn& turn, ShuttingDown& input);
  void Handle(Turn& turn, Woken& input);

  void Greet(Turn& turn, const v1::Welcome& welcome);
  void Route(Turn& turn, FromCoordinator& input);
  void DisownSession(Turn& turn, const v1::ToSite& message);
  void StartTask(Turn& turn, const v1::TaskStart& start);
  void Announce(Turn& turn, const v1::ModelAnnounced& message);
  void Goodbye(Turn& turn, const std::string& reason);
  void OnTime(Turn& turn);
  void Rest(Turn& turn);
  void LoseLink(Turn& turn);

  SiteContext site_;
  Offers offers_;
  std::optional<Task> task_;
  std::optional<Liveness> liveness_;  // while up
  Link link_ = Link::kDown;
  Instant link_deadline_{};  // of the greeting, or of the rest
  Duration rest_{};          // the last one; they grow
};

}  // namespace hansa::client
