#include "common/identity/invitation.h"

#include <algorithm>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/crypto/contexts.h"
#include "common/crypto/x25519.h"
#include "common/identity/signed_message.h"
#include "common/identity/site_name.h"

namespace hansa::identity {
namespace {

constexpr uint32_t kVersion = 1;
constexpr size_t kKeyBytes = 32;

Error Unusable(std::string why) {
  return VerificationFailed("the invitation cannot be used", std::move(why),
                            "Ask the operator for a new one");
}

Result<> CheckLength(const std::string& bytes, std::string_view field) {
  if (bytes.size() == kKeyBytes) return Success();
  return Unusable(StrCat("its ", field, " has ", bytes.size(), " bytes instead of ", kKeyBytes));
}

Result<crypto::SigningKey> InvitationKey(const v1::Invitation& message,
                                         const VerifiedInvitation& certified) {
  HANSA_TRY(CheckLength(message.invitation_secret(), "invitation_secret"));
  crypto::SigningKey key =
      crypto::SigningKey::FromSeed(SecretBytes(AsSpan(message.invitation_secret())));
  if (key.public_key() == certified.invitation_key) return key;
  return Unusable("its invitation_secret does not fit the certified invitation_key");
}

Result<SecretBytes> InvitationCurveSecret(const v1::Invitation& message,
                                          const VerifiedInvitation& certified) {
  HANSA_TRY(CheckLength(message.invitation_curve_secret(), "invitation_curve_secret"));
  SecretBytes secret(AsSpan(message.invitation_curve_secret()));
  if (crypto::X25519Key::FromSecret(secret.Clone()).public_key() == certified.invitation_curve_key)
    return secret;
  return Unusable("its invitation_curve_secret does not fit the certified invitation_curve_key");
}

void Wipe(std::string& secret) {
  WipeMemory({reinterpret_cast<uint8_t*>(secret.data()), secret.size()});
  secret.clear();
}

}  // namespace

Result<Invitation> CheckInvitation(const v1::Invitation& message) {
  if (message.version() != kVersion) {
    return Unusable(
        StrCat("its version is ", message.version(), "; this version of Hansa knows ", kVersion));
  }
  HANSA_TRY(CheckAddress(message.address()));
  HANSA_TRY(CheckSiteName(message.site_name()));
  HANSA_TRY(CheckLength(message.authority_key(), "authority_key"));
  crypto::Ed25519Public authority;
  std::copy(message.authority_key().begin(), message.authority_key().end(), authority.begin());
  const VerifiedCoordinator coordinator =
      HANSA_TRY(VerifyCoordinatorCertificate(message.coordinator(), authority));
  const VerifiedInvitation invitation =
      HANSA_TRY(VerifyInvitationCertificate(message.certificate(), authority));
  // Named first: returning from inside the braces would leak the members made before.
  crypto::SigningKey key = HANSA_TRY(InvitationKey(message, invitation));
  SecretBytes curve_secret = HANSA_TRY(InvitationCurveSecret(message, invitation));
  return Invitation{
      .address = message.address(),
      .authority = authority,
      .coordinator_certificate = message.coordinator(),
      .coordinator = coordinator,
      .certificate = message.certificate(),
      .invitation = invitation,
      .key = std::move(key),
      .curve_secret = std::move(curve_secret),
      .site_name = message.site_name(),
  };
}

v1::SiteCredential MakeSiteCredential(const Invitation& invitation,
                                      const crypto::Ed25519Public& identity_key,
                                      const CurvePublic& curve_key) {
  v1::SiteCertificate certificate;
  certificate.set_version(kVersion);
  certificate.set_site_id(invitation.invitation.site_id);
  certificate.set_identity_key(ToString(identity_key));
  certificate.set_curve_key(ToString(curve_key));
  v1::SiteCredential credential;
  *credential.mutable_invitation() = invitation.certificate;
  *credential.mutable_certificate() =
      SignMessage(invitation.key, crypto::context::kSite, certificate);
  return credential;
}

void WipeSecrets(v1::Invitation& message) {
  Wipe(*message.mutable_invitation_secret());
  Wipe(*message.mutable_invitation_curve_secret());
}

}  // namespace hansa::identity
