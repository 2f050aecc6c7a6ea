#pragma once
// A coordinator's effects as lines for people, in the order in which a shell executes them:
//
//   store: session 1                    must be durable before anything below leaves
//   to alice, bob: start train ...      a message
//   work 2: publish trained ...         asked of the worker
//   * round_started round=1 ...         an event, by the name and fields of events.jsonl
//   check 1: alice able; bob: ...       the report of a dry run
//   ! alice late                        a site's fault, counted

#include <functional>
#include <string>

#include "coordinator/core/effects.h"

namespace hansa::testing {

using NameOf = std::function<std::string(const coordinator::SiteId&)>;
std::string TextOf(const coordinator::Effects& effects, const NameOf& name_of);

}  // namespace hansa::testing
