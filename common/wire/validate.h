#pragma once
// The checks that every message must pass before a core sees it: shapes, sizes and bounds that hold
// whatever the state of the machine (docs/protocol/wire.md). What depends on state (order, session,
// signatures) is the cores' business.

#include <cstddef>
#include <string_view>

#include "hansa/v1/wire.pb.h"

namespace hansa::wire {

// A short stable name such as "bad_site_id", counted per site; empty: no fault. Points to a
// literal.
using Fault = std::string_view;

Fault Validate(const v1::ToCoordinator& message, size_t payload_bytes);
Fault Validate(const v1::ToSite& message, size_t payload_bytes);

}  // namespace hansa::wire
