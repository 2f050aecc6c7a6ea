#pragma once
// What a session yields: one vector, the sum over the sites it included, and nothing about any one
// of them.

#include <memory>
#include <string>
#include <vector>

#include "common/base/bytes.h"
#include "common/secagg/ring.h"
#include "common/secagg/segment.h"

namespace hansa::coordinator {

struct SessionSum {
  std::vector<secagg::Segment> segments;
  secagg::RingVector sum;             // all segments, in their order
  std::vector<std::string> included;  // U2: site ids, ascending
  Bytes roster_root;                  // 32 bytes; empty for a plain sum
};
using SumHandle = std::shared_ptr<const SessionSum>;

}  // namespace hansa::coordinator
