#pragma once
// What the authority signs. Its key is the operator's, never the coordinator's: a coordinator
// cannot make up sites.

#include <string>

#include "common/base/result.h"
#include "common/base/time.h"
#include "common/crypto/ed25519.h"
#include "common/identity/credential.h"
#include "hansa/v1/identity.pb.h"

namespace hansa::identity {

v1::Signed CertifyCoordinator(const crypto::SigningKey& authority,
                              const crypto::Ed25519Public& signing_key,
                              const CurvePublic& curve_key);

struct InvitationRequest {
  std::string address;     // tcp://host:port, as sites reach the coordinator
  v1::Signed coordinator;  // its CoordinatorCertificate
  std::string site_name;   // 1 to limits::kNameBytes bytes of printable text
  UnixMillis expires_unix_ms = 0;
};
struct IssuedInvitation {
  std::string site_id;
  v1::Signed certificate;     // for the coordinator to know the invitation by
  v1::Invitation invitation;  // for the site alone: holds secrets
};
// Draws the invitation's two key pairs; the site's id follows from one (identity/directory.h).
// Fails with kBadInput on an unusable name or address, kVerification when the coordinator's
// certificate is not this authority's.
Result<IssuedInvitation> IssueInvitation(const crypto::SigningKey& authority,
                                         const InvitationRequest& request, RandomSource& random);

v1::Signed SignRevocation(const crypto::SigningKey& authority, const std::string& site_id,
                          UnixMillis issued_unix_ms);

}  // namespace hansa::identity
