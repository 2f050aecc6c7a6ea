#include <algorithm>

#include "common/base/bytes.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/job/job_checks.h"

namespace hansa::internal {
namespace {

constexpr const char* kDescribe = "hansa-client describe FILE prints the lines to take";

Result<> CheckAbsent(const JobFaults& faults) {
  for (const char* key : {"model.script", "model.script_sha256", "model.tensors"})
    if (faults.Has(key))
      return faults.At(key, "stands without architecture = \"torchscript\"", "",
                       "Remove it, or choose that architecture");
  return Success();
}

Result<crypto::Digest> ReadDigest(const v1::ModelSection& model, const JobFaults& faults) {
  const char* key = "model.script_sha256";
  if (!faults.Has(key)) return faults.Missing(key, kDescribe);
  const Bytes bytes = FromHex(model.script_sha256());
  crypto::Digest digest{};
  if (bytes.size() != digest.size())
    return faults.At(key, "is no SHA-256",
                     StrCat("it is '", model.script_sha256().substr(0, 80), "', not 64 hex digits"),
                     kDescribe);
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

Result<std::string> ReadPath(const v1::ModelSection& model, const JobFaults& faults) {
  const char* key = "model.script";
  if (!faults.Has(key)) return faults.Missing(key, "Name the file: script = \"network.pt\"");
  if (!model.script().empty() && model.script().size() <= limits::kPathBytes) return model.script();
  return faults.At(key, "is no path", StrCat("it has ", model.script().size(), " bytes"),
                   "Name the file, relative to the job's");
}

// A fenced process reaches no device files.
Result<> CheckDevice(const v1::JobFile& file, const JobFaults& faults) {
  if (file.local().device() != v1::DEVICE_CUDA) return Success();
  return faults.At("local.device", "does not fit architecture \"torchscript\"",
                   "a trainer that runs others' code is kept from every device",
                   "Remove it: such a model is trained on the CPU");
}

}  // namespace

Result<> CheckScript(const v1::JobFile& file, const JobFaults& faults, JobSpec& job) {
  if (!IsScript(job.network)) return CheckAbsent(faults);
  const v1::ModelSection& model = file.model();
  job.script_path = HANSA_TRY(ReadPath(model, faults));
  job.network.script.sha256 = HANSA_TRY(ReadDigest(model, faults));
  for (const v1::ScriptTensor& tensor : model.tensors())
    job.network.script.tensors.push_back({.name = tensor.name(),
                                          .shape = {tensor.shape().begin(), tensor.shape().end()},
                                          .buffer = tensor.buffer(),
                                          .low = tensor.low(),
                                          .high = tensor.high()});
  return CheckDevice(file, faults);
}

}  // namespace hansa::internal
