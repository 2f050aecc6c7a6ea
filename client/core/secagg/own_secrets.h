#pragma once
// What a site draws for one session and nobody else ever sees whole.

#include "client/core/secagg/client_phase.h"
#include "common/crypto/x25519.h"

namespace hansa::client {

struct OwnSecrets {
  crypto::X25519Key encryption_key;
  crypto::X25519Key mask_key;
  SecretBytes self_secret;  // b
};

// Fresh for this session: HKDF(randomness || identity secret, P).
OwnSecrets DrawSecrets(const SessionFacts& facts);

}  // namespace hansa::client
