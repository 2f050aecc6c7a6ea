#pragma once
// One authority, its coordinator, one invitation and one site, with keys from a seed.

#include "common/base/secret_bytes.h"
#include "common/crypto/random.h"
#include "common/crypto/x25519.h"
#include "common/identity/authority.h"
#include "common/identity/invitation.h"

namespace hansa::identity {

inline constexpr UnixMillis kNow = 1'767'225'600'000;  // 2026-01-01
inline constexpr UnixMillis kExpiry = kNow + 3'600'000;

struct Fixture {
  crypto::SeededRandom random{1, "identity"};
  crypto::SigningKey authority = crypto::SigningKey::Generate(random);
  crypto::SigningKey stranger = crypto::SigningKey::Generate(random);
  crypto::SigningKey coordinator = crypto::SigningKey::Generate(random);
  crypto::X25519Key coordinator_curve = crypto::X25519Key::Generate(random);
  v1::Signed coordinator_certificate =
      CertifyCoordinator(authority, coordinator.public_key(), coordinator_curve.public_key());
  IssuedInvitation issued = Issue().value();
  Invitation invitation = CheckInvitation(issued.invitation).value();
  crypto::SigningKey site = crypto::SigningKey::Generate(random);
  crypto::X25519Key site_curve = crypto::X25519Key::Generate(random);
  v1::SiteCredential credential =
      MakeSiteCredential(invitation, site.public_key(), site_curve.public_key());

  InvitationRequest Request() const {
    return {"tcp://127.0.0.1:7700", coordinator_certificate, "R80711", kExpiry};
  }
  Result<IssuedInvitation> Issue() { return IssueInvitation(authority, Request(), random); }
};

}  // namespace hansa::identity
