#pragma once
// Whose session it is, and over which parameters: the coordinator's certificate and what it signed.

#include "common/base/result.h"
#include "common/crypto/ed25519.h"
#include "common/secagg/params.h"
#include "hansa/v1/identity.pb.h"

namespace hansa::transcript {

struct SignedParams {
  crypto::Ed25519Public coordinator_key{};
  secagg::SessionSetup setup;
  crypto::Digest hash{};  // P
};

// kVerification unless the authority vouches for the coordinator, which signed parameters that keep
// their bounds and mask something.
Result<SignedParams> OpenParams(const v1::Signed& coordinator, const v1::Signed& params,
                                const crypto::Ed25519Public& authority);

}  // namespace hansa::transcript
