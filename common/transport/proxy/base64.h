#pragma once
// Base64 with padding (RFC 4648, 4), of what may be secret.

#include "common/base/secret_bytes.h"

namespace hansa::transport {

SecretBytes Base64(const SecretBytes& plain);

}  // namespace hansa::transport
