#pragma once
// The physical limit of a round's waiting: bare ZeroMQ over loopback, CURVE on, one ROUTER and as
// many DEALERs as there are sites, small messages, nothing computed.

#include <cstddef>

#include "common/base/result.h"

namespace hansa::bench {

// Exchanges of a round with secure aggregation: task, advertise, shares, masked input, alive,
// unmask.
inline constexpr int kExchangesOfRound = 6;

// Seconds of one exchange: the ROUTER sends to every DEALER and has everyone's answer. The median
// of many.
Result<double> MeasureExchange(size_t dealers);

}  // namespace hansa::bench
