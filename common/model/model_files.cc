#include "common/model/model_files.h"

#include "common/base/text.h"
#include "common/crypto/contexts.h"
#include "common/model/signature_file.h"
#include "hansa/v1/identity.pb.h"

namespace hansa {

SafetensorsMetadata ModelMetadata(const std::string& name, uint64_t version,
                                  const std::optional<crypto::Digest>& parent_sha256) {
  return {{"name", name},
          {"version", StrCat(version)},
          {"parent_sha256", parent_sha256 ? Hex(*parent_sha256) : ""}};
}

Bytes WriteModelFile(const FlatModel& model, Manifest& manifest) {
  Bytes file = WriteSafetensors(
      model, ModelMetadata(manifest.name, manifest.version, manifest.lineage.parent_sha256));
  manifest.model_sha256 = crypto::Sha256(file);
  manifest.model_bytes = file.size();
  return file;
}

std::string SignManifest(std::string_view manifest_json, const crypto::SigningKey& coordinator,
                         const v1::Signed& coordinator_certificate) {
  const crypto::Ed25519Signature signature =
      coordinator.Sign(crypto::context::kManifest, AsSpan(manifest_json));
  return internal::ToJson({Bytes(signature.begin(), signature.end()),
                           ToBytes(coordinator_certificate.payload()),
                           ToBytes(coordinator_certificate.signature())});
}

Result<Bytes> SignatureIn(std::string_view manifest_sig) {
  return HANSA_TRY(internal::SignatureFileFromJson(manifest_sig)).signature;
}

}  // namespace hansa
