#pragma once
// The sum of a session made again from its masked inputs, where these were kept: the one thing that
// a transcript alone only claims.

#include <functional>

#include "common/secagg/mask.h"
#include "common/transcript/check_transcript.h"

namespace hansa::transcript {

// The masked input of a member of U2.
using InputSource = std::function<Result<BlobHandle>(uint32_t index, const std::string& site_id)>;

// Adds the masked inputs, takes off the masks that the released shares gave, and writes the sum to
// `out`. One vector in memory. kVerification when an input is not the one that its site signed,
// with the site's id, or when the sum is not the transcript's; and the errors of `inputs` and
// `out`.
Result<> RecomputeSum(const CheckedTranscript& checked, const InputSource& inputs,
                      const secagg::ByteSink& out);

}  // namespace hansa::transcript
