#include "common/transcript/signed_params.h"

#include "common/base/text.h"
#include "common/crypto/contexts.h"
#include "common/identity/credential.h"
#include "common/wire/session_params.h"

namespace hansa::transcript {

Result<SignedParams> OpenParams(const v1::Signed& coordinator, const v1::Signed& params,
                                const crypto::Ed25519Public& authority) {
  const auto certified = identity::VerifyCoordinatorCertificate(coordinator, authority);
  if (!certified.ok())
    return VerificationFailed(
        StrCat("the authority ", Hex(authority).substr(0, 16),
               " does not vouch for its coordinator: ", certified.error().Text()));
  if (!crypto::VerifyEd25519(certified->signing_key, crypto::context::kSessionParams,
                             AsSpan(params.payload()), AsSpan(params.signature())))
    return VerificationFailed("the coordinator's signature does not fit the session's parameters");
  auto received = wire::CheckParams(AsSpan(params.payload()));
  if (!received.ok())
    return VerificationFailed(StrCat("the session's parameters: ", received.error().Text()));
  if (received->setup.profile == secagg::Profile::kPlain)
    return VerificationFailed("the session's parameters mask nothing");
  return SignedParams{certified->signing_key, std::move(received->setup), received->hash};
}

}  // namespace hansa::transcript
