#pragma once
// A running job as a coordinator keeps it, in one input: a byte for its newest version (0: none was
// published; else its number and 1), then its JobRecord, its RoundRecord and the steps of its
// session, each behind its length (protobuf's delimited form). Records that are missing are as if
// they had never been written.

#include <optional>
#include <vector>

#include "common/base/bytes.h"
#include "hansa/v1/records.pb.h"
#include "hansa/v1/round.pb.h"

namespace hansa::fuzz {

struct KeptJob {
  std::optional<uint8_t> version;
  v1::JobRecord job;
  std::optional<v1::RoundRecord> round;
  std::vector<v1::SessionStepRecord> steps;  // at most 8; a session has 5
};

KeptJob ReadKeptJob(ByteSpan bytes);
Bytes WriteKeptJob(const KeptJob& kept);

}  // namespace hansa::fuzz
