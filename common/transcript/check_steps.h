#pragma once
// The check of a transcript, step by step in the order of its records; internal to CheckTranscript.

#include "common/secagg/neighbour_graph.h"
#include "common/secagg/unmask.h"
#include "common/transcript/check_transcript.h"
#include "common/transcript/digest_in.h"
#include "common/transcript/record_reader.h"

namespace hansa::transcript {

// What the steps hand on to each other.
struct Check {
  const crypto::Ed25519Public& authority;
  RecordReader reader;
  CheckedTranscript out;
  v1::TranscriptOpening opening;
  std::vector<crypto::Ed25519Public> identity_keys;  // by roster index
  secagg::UnmaskWork frame;                          // without owners and sum

  bool asks_alive() const { return out.setup.profile != secagg::Profile::kSemiHonest; }
  Place At(RecordKind kind, uint32_t index) const {
    return {kind, index, index < out.sites.size() ? out.sites[index] : std::string()};
  }
};

Result<> CheckOpening(Check& check);
Result<> CheckRoster(Check& check);
Result<> CheckStatements(Check& check);  // masked commitments, and who is alive
Result<> CheckDealt(Check& check);       // and released
Result<> CheckSum(Check& check);
Result<> CheckSeal(Check& check);

}  // namespace hansa::transcript
