#pragma once
// The sum of an audited session: as its transcript has it, or made again from the masked inputs.

#include <filesystem>
#include <vector>

#include "common/base/blob.h"
#include "common/transcript/check_transcript.h"

namespace hansa::cli {

struct AuditedSum {
  BlobHandle sum;           // null: it is too large for the transcript, and cannot be made again
  bool recomputed = false;  // from the masked inputs
};

// `inputs`: folder of masked inputs; empty: beside the transcript, where they were kept.
// kVerification when they give another sum.
Result<AuditedSum> SumOfSession(const std::filesystem::path& file,
                                const transcript::CheckedTranscript& checked,
                                std::filesystem::path inputs);

// Of the same segments; at least one. One vector in memory.
Result<BlobHandle> AddUp(const std::vector<BlobHandle>& sums, const secagg::SessionSetup& setup);

}  // namespace hansa::cli
