#include "coordinator/app/job_script.h"

#include "common/base/text.h"
#include "common/crypto/blob_digest.h"

namespace hansa::coordinator {

Result<ScriptHandle> OpenScript(const JobSpec& spec, const ScriptStore& scripts) {
  if (!IsScript(spec.network)) return ScriptHandle();
  const crypto::Digest& sha256 = spec.network.script.sha256;
  BlobHandle file = HANSA_TRY(scripts.Find(sha256));
  const crypto::Digest found = HANSA_TRY(crypto::BlobSha256(*file));
  if (found != sha256)
    return VerificationFailed("a job's TorchScript file is not what was submitted",
                              StrCat(Hex(sha256), " has the SHA-256 ", Hex(found)),
                              "restore scripts/ from a backup");
  return std::make_shared<const ScriptFile>(ScriptFile{sha256, std::move(file)});
}

}  // namespace hansa::coordinator
