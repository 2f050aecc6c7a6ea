#include "client/core/secagg/unmasked_phase.h"

namespace hansa::client {

Result<ClientTransition> UnmaskedPhase::Handle(const v1::SecAggToSite&) {
  return Refused("a message after the last one");
}

}  // namespace hansa::client
