#pragma once
// A site's effects as lines for people, in the order in which the agent executes them:
//
//   store: ...        must be durable before anything below leaves
//   send: ...         to the coordinator
//   work 3: ...       asked of the data gate, the journal or the trainer
//   * task_ended ...  an event, as the agent's log words it
//   link: ...         what happens to the connection, at last

#include <string>

#include "client/core/effects.h"

namespace hansa::testing {

std::string TextOf(const client::Effects& effects);

}  // namespace hansa::testing
