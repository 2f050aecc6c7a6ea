#pragma once
// Good inputs to begin from.

#include <string>
#include <vector>

#include "common/base/bytes.h"

namespace hansa::fuzz {

// The envelopes that released programs sent; "to-coordinator" or "to-site".
std::vector<Bytes> RecordedEnvelopes(const std::string& direction);
// The parameters among them, and others of each purpose, ring and profile.
std::vector<Bytes> SessionParams();
// Models of no, one and some tensors, with metadata.
std::vector<Bytes> ModelFiles();
std::vector<Bytes> JobFiles();
// A session's records after each of its steps, and some that belong to no session.
std::vector<Bytes> RoundRecords();

}  // namespace hansa::fuzz
