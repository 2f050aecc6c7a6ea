#pragma once
// The TorchScript file of a job, from its submitter's disk to the coordinator.

#include <filesystem>
#include <functional>

#include "common/base/blob.h"
#include "common/base/result.h"
#include "common/job/job_spec.h"
#include "coordinator/cli/operator_client.h"

namespace hansa::cli {

// The file that the job names, relative to the job's own; null for a job without one. kBadInput
// when it is too large or another file than the job says. Reads it once.
Result<BlobHandle> OpenScript(const JobSpec& job, const std::filesystem::path& job_file);

using UploadProgress = std::function<void(uint64_t bytes, uint64_t size)>;

// Sends what the coordinator has not yet, piece by piece.
Result<> SendScript(OperatorClient& client, const JobSpec& job, const Blob& file,
                    const UploadProgress& progress);

}  // namespace hansa::cli
