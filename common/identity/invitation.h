#pragma once
// An invitation as the site holds it: checked, its secrets in memory that wipes itself.

#include <string>

#include "common/base/result.h"
#include "common/base/secret_bytes.h"
#include "common/base/time.h"
#include "common/crypto/ed25519.h"
#include "common/identity/credential.h"
#include "hansa/v1/identity.pb.h"

namespace hansa::identity {

struct Invitation {
  std::string address;  // tcp://host:port
  crypto::Ed25519Public authority;
  v1::Signed coordinator_certificate;  // as signed, to keep
  VerifiedCoordinator coordinator;
  v1::Signed certificate;  // as signed, to show
  VerifiedInvitation invitation;
  crypto::SigningKey key;    // fits invitation.invitation_key
  SecretBytes curve_secret;  // fits invitation.invitation_curve_key
  std::string site_name;
};

// Checks every field and that the secrets fit the certified keys. Expiry is not checked here: the
// coordinator's clock decides when the site joins. The authority's key is taken from the invitation
// itself, so its way to the site must be one that the site's owner trusts.
Result<Invitation> CheckInvitation(const v1::Invitation& message);

// What a site shows when it joins: its own keys, certified by the invitation's key.
v1::SiteCredential MakeSiteCredential(const Invitation& invitation,
                                      const crypto::Ed25519Public& identity_key,
                                      const CurvePublic& curve_key);

// Overwrites the secrets of a message that is done with.
void WipeSecrets(v1::Invitation& message);

}  // namespace hansa::identity
