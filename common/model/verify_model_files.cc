#include <algorithm>

#include "common/base/text.h"
#include "common/codec/safetensors_blob.h"
#include "common/crypto/blob_digest.h"
#include "common/crypto/contexts.h"
#include "common/identity/credential.h"
#include "common/model/model_files.h"
#include "common/model/signature_file.h"
#include "hansa/v1/identity.pb.h"

namespace hansa {
namespace {

// Whatever the reason, here it means that the files are not what was signed.
Error AsVerification(Error error) {
  error.kind = ErrorKind::kVerification;
  return error;
}

Result<> CheckSignature(std::string_view manifest_json, std::string_view manifest_sig,
                        const crypto::Ed25519Public& authority) {
  auto file = internal::SignatureFileFromJson(manifest_sig);
  if (!file.ok()) return AsVerification(std::move(file).error());
  v1::Signed certificate;
  certificate.set_payload(ToString(file->certificate));
  certificate.set_signature(ToString(file->certificate_signature));
  auto coordinator = identity::VerifyCoordinatorCertificate(certificate, authority);
  if (!coordinator.ok()) {
    Error error = AsVerification(std::move(coordinator).error());
    if (error.next.empty())
      error.next = "The model is of another authority, or manifest.sig was altered";
    return std::move(error).WithContext(
        StrCat("manifest.sig names a coordinator that the authority ", Hex(authority).substr(0, 16),
               " does not vouch for"));
  }
  if (crypto::VerifyEd25519(coordinator->signing_key, crypto::context::kManifest,
                            AsSpan(manifest_json), file->signature)) {
    return Success();
  }
  return VerificationFailed("the signature does not fit",
                            "manifest.json or manifest.sig was altered",
                            "Do not use this model; fetch it again from the coordinator");
}

Result<> CheckDigest(const Blob& model, const Manifest& manifest) {
  if (model.size() != manifest.model_bytes) {
    return VerificationFailed("the model file was cut or extended",
                              StrCat("model.safetensors has ", model.size(),
                                     " bytes, the manifest names ", manifest.model_bytes),
                              "Fetch the model again");
  }
  const crypto::Digest digest = HANSA_TRY(crypto::BlobSha256(model));
  if (digest == manifest.model_sha256) return Success();
  return VerificationFailed(
      "the model file was altered",
      StrCat("its SHA-256 is ", Hex(digest), ", the manifest names ", Hex(manifest.model_sha256)),
      "Fetch the model again");
}

std::string Describe(const TensorSpec& tensor) {
  std::string shape;
  for (const uint64_t size : tensor.shape) shape += StrCat(shape.empty() ? "" : ", ", size);
  return StrCat("'", tensor.name.substr(0, 64), "' [", shape, "]");
}

Result<> CheckLayout(const ModelLayout& found, const NetworkSpec& network) {
  const ModelLayout wanted = LayoutOf(network);
  if (found == wanted) return Success();
  std::string why =
      StrCat("it has ", found.tensors.size(), " tensors, the network ", wanted.tensors.size());
  for (size_t i = 0; i < std::min(found.tensors.size(), wanted.tensors.size()); ++i) {
    if (found.tensors[i] == wanted.tensors[i]) continue;
    why = StrCat("tensor ", i, " is ", Describe(found.tensors[i]), ", the network has ",
                 Describe(wanted.tensors[i]));
    break;
  }
  return VerificationFailed("the model does not have the shape of its network", why);
}

Result<> CheckContents(const Blob& model, const Manifest& manifest) {
  auto file = ReadSafetensorsHeader(model);
  if (!file.ok()) return AsVerification(std::move(file).error());
  HANSA_TRY(CheckLayout(file->layout, manifest.network));
  if (file->metadata !=
      ModelMetadata(manifest.name, manifest.version, manifest.lineage.parent_sha256)) {
    return VerificationFailed("the model file is of another version",
                              "its metadata differs from the manifest's name, version or parent");
  }
  if (HANSA_TRY(AllFinite(model, file->data_offset))) return Success();
  return VerificationFailed("the model holds values that are not finite numbers");
}

}  // namespace

Result<Manifest> VerifyModelFiles(const Blob& model, std::string_view manifest_json,
                                  std::string_view manifest_sig,
                                  const crypto::Ed25519Public& authority) {
  HANSA_TRY(CheckSignature(manifest_json, manifest_sig, authority));
  auto manifest = ManifestFromJson(manifest_json);
  if (!manifest.ok()) return AsVerification(std::move(manifest).error());
  HANSA_TRY(CheckDigest(model, *manifest));
  HANSA_TRY(CheckContents(model, *manifest));
  return manifest;
}

}  // namespace hansa
