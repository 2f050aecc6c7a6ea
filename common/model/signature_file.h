#pragma once
// manifest.sig as JSON. Private to this folder.

#include <string>
#include <string_view>

#include "common/base/bytes.h"
#include "common/base/result.h"

namespace hansa::internal {

struct SignatureFile {
  Bytes signature;              // Ed25519 by the coordinator over the manifest
  Bytes certificate;            // serialised v1::CoordinatorCertificate
  Bytes certificate_signature;  // Ed25519 by the authority over the certificate
};

std::string ToJson(const SignatureFile& file);
Result<SignatureFile> SignatureFileFromJson(std::string_view json);

}  // namespace hansa::internal
