#pragma once
// What a site is waiting for. Each phase owns the secrets that are still needed from here on, and
// no others; handling the one message that it waits for gives the next phase, and the rest is wiped
// with the phase left behind.

#include <memory>
#include <optional>

#include "client/core/secagg/client_session.h"
#include "common/base/result.h"

namespace hansa::client {

// Fixed for the whole session.
struct SessionFacts {
  SiteSide side;
  secagg::SessionSetup setup;
  crypto::Digest params_hash{};  // P

  // "…params_hash" of every message.
  std::string params_hash_text() const { return ToString(params_hash); }
};

class ClientPhase;

struct ClientTransition {
  std::unique_ptr<ClientPhase> next;
  std::optional<ClientStep> reached;
  std::optional<v1::SecAggToCoordinator> reply;
  std::optional<secagg::WrittenVector> vector;  // with a masked input
  std::optional<secagg::MaskWork> work;
  std::optional<SeenDirectory> directory;  // of the roster, newer than any before
};

class ClientPhase {
 public:
  using Kind = v1::SecAggToSite::BodyCase;

  virtual ~ClientPhase() = default;
  // The one kind of message that moves this phase on; BODY_NOT_SET: none does.
  virtual Kind awaits() const = 0;
  // `message` is of that kind and of this session. An error ends the session; its text is for the
  // site's own log.
  virtual Result<ClientTransition> Handle(const v1::SecAggToSite& message) = 0;
  // The input of a session that was opened before there was one.
  virtual void UseInput(BlobHandle) {}
  // Empty when this phase gave out no work.
  virtual std::optional<ClientTransition> MaskDone(secagg::WrittenVector&& masked);
};

}  // namespace hansa::client
