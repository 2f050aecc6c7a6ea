#pragma once
// Which task or session a site's message names; empty: none.

#include <string>

#include "hansa/v1/wire.pb.h"

namespace hansa::coordinator {

std::string TaskOf(const v1::ToCoordinator& message);
std::string SessionOf(const v1::ToCoordinator& message);  // P

}  // namespace hansa::coordinator
