#pragma once
// What a session yields: one vector, the sum over the sites it included, and nothing about any one
// of them.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/base/bytes.h"
#include "common/secagg/mask.h"
#include "common/secagg/ring.h"
#include "common/secagg/segment.h"

namespace hansa::coordinator {

// The transcript of a session, durable; of one that trains it lacks the seal.
struct RecordedSession {
  uint64_t session_number = 0;
  crypto::Digest digest{};
  uint64_t bytes = 0;  // before the seal
};

struct SessionSum {
  std::vector<secagg::Segment> segments;
  uint32_t ring_bits = 64;
  secagg::WrittenVector sum;              // all segments, in their order: little-endian elements
  std::vector<std::string> included;      // U2: site ids, ascending
  Bytes roster_root;                      // 32 bytes, of the newest session; empty for a plain sum
  std::vector<RecordedSession> recorded;  // one a session, ascending; none for a plain sum
};
using SumHandle = std::shared_ptr<const SessionSum>;

// For sums that are in memory anyway. HANSA_CHECK: it can be read.
secagg::RingVector InMemory(const SessionSum& sum);

// Sums that a process before this one wrote to the spool, by their digests.
using StoredVectors = std::map<crypto::Digest, BlobHandle>;

}  // namespace hansa::coordinator
