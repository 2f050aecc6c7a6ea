#include "common/model/network_file.h"

#include "common/base/bytes.h"
#include "common/base/text.h"
#include "common/crypto/blob_digest.h"

namespace hansa {

Result<> VerifyNetworkFile(const Blob& file, const Manifest& manifest) {
  if (!IsScript(manifest.network))
    return VerificationFailed("there is a network.pt beside a model whose network is no file",
                              "the manifest names none", "Remove it, or fetch the model again");
  const crypto::Digest found = HANSA_TRY(crypto::BlobSha256(file));
  const crypto::Digest& wanted = manifest.network.script.sha256;
  if (found == wanted) return Success();
  return VerificationFailed(
      "network.pt is not the file that the manifest names",
      StrCat("its SHA-256 is ", Hex(found), ", the manifest names ", Hex(wanted)),
      "Fetch the model again");
}

}  // namespace hansa
