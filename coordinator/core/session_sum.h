#pragma once
// What a session yields: one vector, the sum over the sites it included, and nothing about any one
// of them.

#include <cstdint>
#include <memory>
#include <vector>

#include "common/base/bytes.h"
#include "coordinator/core/membership.h"

namespace hansa::coordinator {

struct SessionSum {
  std::vector<int64_t> values;   // all segments, in their order; signed fixed point
  std::vector<SiteId> included;  // U2, ascending
  Bytes roster_root;             // what the sites signed; empty for a plain sum
};
using SumHandle = std::shared_ptr<const SessionSum>;

}  // namespace hansa::coordinator
