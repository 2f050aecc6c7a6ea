#pragma once
// A published model made again from the sum of its session: what the coordinator did after the
// sum, done by whoever checks it.

#include "common/job/job_spec.h"
#include "common/transcript/check_transcript.h"

namespace hansa::coordinator {

// `sum`: all segments, little-endian, of the transcript's digest. `base`: model.safetensors of the
// version that the session started from. kVerification when the base or the job is not the one that
// the session's parameters name, or when another model comes of the sum than the seal names.
// HANSA_CHECK: the seal names one. Thread-safe.
Result<> RecomputeModel(const transcript::CheckedTranscript& checked, BlobHandle sum,
                        BlobHandle base, const JobSpec& job);

}  // namespace hansa::coordinator
