#include "client/app/script_file.h"

#include "common/base/bytes.h"
#include "common/base/file_blob.h"
#include "common/base/script_limits.h"
#include "common/base/text.h"
#include "common/crypto/blob_digest.h"

namespace hansa::client {
namespace {

constexpr Duration kLimit = seconds(60);  // a file's code runs when it is read, and may not end

Result<BlobHandle> OpenFile(const std::filesystem::path& path) {
  BlobHandle file = HANSA_TRY(FileBlob::Open(path));
  if (file->size() > 0 && file->size() <= limits::kScriptBytes) return file;
  return BadInput(StrCat(path.string(), " has a size out of bounds"),
                  StrCat(file->size(), " bytes, at most ", limits::kScriptBytes));
}

}  // namespace

Result<DescribedScript> DescribeScriptFile(const std::filesystem::path& path,
                                           TrainerClient& trainer) {
  const BlobHandle file = HANSA_TRY(OpenFile(path));
  DescribedScript out;
  out.sha256 = HANSA_TRY(crypto::BlobSha256(*file));
  out.tensors = HANSA_TRY(trainer.DescribeScript(out.sha256, file->fd(), kLimit));
  return out;
}

Result<> GiveScript(const NetworkSpec& network, const std::filesystem::path& path,
                    TrainerClient& trainer) {
  if (!IsScript(network)) return Success();
  std::error_code none;
  if (!std::filesystem::exists(path, none))
    return BadInput(
        "the model's network is a TorchScript file, which is not here",
        StrCat(path.string(), " does not exist; its SHA-256 is ", Hex(network.script.sha256)),
        "hansa model pull brings it along as network.pt; or name it with --script FILE");
  const BlobHandle file = HANSA_TRY(OpenFile(path));
  const crypto::Digest digest = HANSA_TRY(crypto::BlobSha256(*file));
  if (digest != network.script.sha256)
    return BadInput(StrCat(path.string(), " is not the TorchScript file of the network"),
                    StrCat("its SHA-256 is ", Hex(digest), ", not ", Hex(network.script.sha256)));
  return trainer.LoadScript(digest, file->fd(), kLimit);
}

}  // namespace hansa::client
