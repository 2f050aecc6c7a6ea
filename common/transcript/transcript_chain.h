#pragma once
// The transcripts of one job as a chain: each names the digest of the one before.

#include <set>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/crypto/hash.h"
#include "common/transcript/check_transcript.h"

namespace hansa::transcript {

// What the chain needs of a transcript that was checked.
struct ChainLink {
  std::string file;  // as people know it
  std::string job_id;
  uint64_t session_number = 0;
  crypto::Digest digest{};
  std::optional<crypto::Digest> previous;
};
ChainLink LinkOf(std::string file, const CheckedTranscript& checked);

struct CheckedChain {
  std::vector<ChainLink> links;  // from the first on
};
// kVerification with the files at fault: of more than one job, one twice, two after the same one (a
// fork), one after one that is not among them (a gap), a session number that is not above the one
// before. `whole`: the chain begins with the job's first transcript.
Result<CheckedChain> CheckChain(std::vector<ChainLink> links, bool whole);

}  // namespace hansa::transcript
