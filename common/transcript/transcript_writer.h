#pragma once
// A transcript's bytes, from the first line to the sum; and the seal, once it is known what the sum
// became.

#include <optional>
#include <string>

#include "common/crypto/ed25519.h"
#include "common/secagg/mask.h"
#include "common/transcript/session_evidence.h"
#include "hansa/v1/transcript.pb.h"

namespace hansa::transcript {

struct TranscriptHead {
  std::string job_id;
  std::optional<crypto::Digest> previous;  // the job's transcript before; none: it is the first
  v1::Signed coordinator;                  // CoordinatorCertificate
};
struct WrittenTranscript {
  crypto::Digest digest{};
  uint64_t bytes = 0;  // without the seal, which is to follow
};

// HANSA_CHECK: the evidence is complete. Errors are those of `out` and of reading the sum.
Result<WrittenTranscript> WriteTranscript(const TranscriptHead& head,
                                          const SessionEvidence& evidence,
                                          const secagg::WrittenVector& sum,
                                          const secagg::ByteSink& out);

// The frame that ends the file. `seal` has what the sum became.
Bytes SealFrame(const crypto::Digest& digest, v1::TranscriptSeal seal,
                const crypto::SigningKey& coordinator);

}  // namespace hansa::transcript
