#pragma once
// A site is told that its task is over.

#include "coordinator/core/effects.h"

namespace hansa::coordinator {

void SendTaskEnd(const SiteId& site, std::string_view task, const std::string& outcome,
                 Effects& out);

}  // namespace hansa::coordinator
