#include "coordinator/core/secagg/server_phase.h"

#include "common/base/text.h"

namespace hansa::coordinator {

void DropPending(ServerContext& context, ServerStep step, const WaitingList& waiting) {
  for (const std::string& id : waiting.pending())
    context.Drop(id, step, context.Site(id).reachable() ? "no_answer" : "left");
}

SecAggFailed TooFew(const ServerContext& context, ServerStep step, const WaitingList& waiting) {
  return {.reason = StrCat(Name(step), ": ", waiting.answered(), " of ", waiting.asked(),
                           " sites answered, ", waiting.needed(), " needed"),
          .updates_may_be_spent = context.updates_may_be_spent};
}

}  // namespace hansa::coordinator
