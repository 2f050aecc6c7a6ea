#pragma once
// The reference among the keystreams: OpenSSL's AES-128-CTR.

#include "common/crypto/keystream.h"

namespace hansa::crypto {

std::unique_ptr<Keystream> MakeEvpKeystream(const SecretBytes& seed);

}  // namespace hansa::crypto
