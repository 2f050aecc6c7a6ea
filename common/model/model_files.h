#pragma once
// The three files of a version: model.safetensors, manifest.json, manifest.sig.

#include <optional>
#include <string>
#include <string_view>

#include "common/base/blob.h"
#include "common/base/result.h"
#include "common/codec/safetensors.h"
#include "common/crypto/ed25519.h"
#include "common/model/manifest.h"

namespace hansa {

namespace v1 {
class Signed;
}

// What the metadata of the safetensors file says, so that every version has a digest of its own,
// a void one too: "name", "version", "parent_sha256" (empty for the initial model).
SafetensorsMetadata ModelMetadata(const std::string& name, uint64_t version,
                                  const std::optional<crypto::Digest>& parent_sha256);

// Sets model_sha256 and model_bytes of `manifest` and returns the file's bytes.
Bytes WriteModelFile(const FlatModel& model, Manifest& manifest);

// The contents of manifest.sig: the coordinator's signature over the exact bytes of manifest.json,
// and the certificate by which the authority names that coordinator's key.
std::string SignManifest(std::string_view manifest_json, const crypto::SigningKey& coordinator,
                         const v1::Signed& coordinator_certificate);

// The coordinator's signature in manifest.sig, its shape checked and nothing else.
Result<Bytes> SignatureIn(std::string_view manifest_sig);

// Checks everything offline against a pinned authority: certificate, signature, digest and size of
// the model, its metadata, its layout, finite weights. kVerification, naming what differs.
// Reads the model through a window.
Result<Manifest> VerifyModelFiles(const Blob& model, std::string_view manifest_json,
                                  std::string_view manifest_sig,
                                  const crypto::Ed25519Public& authority);

}  // namespace hansa
