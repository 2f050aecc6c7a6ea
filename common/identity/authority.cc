#include "common/identity/authority.h"

#include "common/crypto/contexts.h"
#include "common/crypto/x25519.h"
#include "common/identity/directory.h"
#include "common/identity/signed_message.h"
#include "common/identity/site_name.h"

namespace hansa::identity {
namespace {

namespace context = crypto::context;

constexpr uint32_t kVersion = 1;

}  // namespace

v1::Signed CertifyCoordinator(const crypto::SigningKey& authority,
                              const crypto::Ed25519Public& signing_key,
                              const CurvePublic& curve_key) {
  v1::CoordinatorCertificate certificate;
  certificate.set_version(kVersion);
  certificate.set_signing_key(ToString(signing_key));
  certificate.set_curve_key(ToString(curve_key));
  return SignMessage(authority, context::kCoordinator, certificate);
}

Result<IssuedInvitation> IssueInvitation(const crypto::SigningKey& authority,
                                         const InvitationRequest& request, RandomSource& random) {
  HANSA_TRY(CheckSiteName(request.site_name));
  HANSA_TRY(CheckAddress(request.address));
  HANSA_TRY(VerifyCoordinatorCertificate(request.coordinator, authority.public_key()));
  const crypto::SigningKey key = crypto::SigningKey::Generate(random);
  const crypto::X25519Key curve = crypto::X25519Key::Generate(random);

  v1::InvitationCertificate certificate;
  certificate.set_version(kVersion);
  certificate.set_site_id(ListedSiteId(key.public_key()));
  certificate.set_invitation_key(ToString(key.public_key()));
  certificate.set_invitation_curve_key(ToString(curve.public_key()));
  certificate.set_expires_unix_ms(request.expires_unix_ms);

  IssuedInvitation out;
  out.site_id = certificate.site_id();
  out.certificate = SignMessage(authority, context::kInvitation, certificate);
  out.invitation.set_version(kVersion);
  out.invitation.set_address(request.address);
  out.invitation.set_authority_key(ToString(authority.public_key()));
  *out.invitation.mutable_coordinator() = request.coordinator;
  *out.invitation.mutable_certificate() = out.certificate;
  out.invitation.set_invitation_secret(ToString(key.seed().Reveal()));
  out.invitation.set_invitation_curve_secret(ToString(curve.secret().Reveal()));
  out.invitation.set_site_name(request.site_name);
  return out;
}

v1::Signed SignRevocation(const crypto::SigningKey& authority, const std::string& site_id,
                          UnixMillis issued_unix_ms) {
  v1::Revocation revocation;
  revocation.set_version(kVersion);
  revocation.set_site_id(site_id);
  revocation.set_issued_unix_ms(issued_unix_ms);
  return SignMessage(authority, context::kRevocation, revocation);
}

}  // namespace hansa::identity
