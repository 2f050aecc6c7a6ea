#include "experiments/bench/certified_site.h"

#include <cstdio>

#include "common/crypto/contexts.h"
#include "common/identity/signed_message.h"

namespace hansa::bench {

std::string NumberedSiteId(uint32_t number) {
  char text[17];
  std::snprintf(text, sizeof(text), "%016x", number + 1);
  return text;
}

CertifiedSite Certify(const std::string& id, const crypto::SigningKey& authority,
                      RandomSource& random) {
  const auto invitation_key = crypto::SigningKey::Generate(random);
  const auto curve = crypto::X25519Key::Generate(random);
  CertifiedSite site{.id = id,
                     .identity = crypto::SigningKey::Generate(random),
                     .curve = crypto::X25519Key::FromSecret(curve.secret().Clone()),
                     .credential = {}};

  v1::InvitationCertificate invitation;
  invitation.set_version(1);
  invitation.set_site_id(id);
  invitation.set_invitation_key(ToString(invitation_key.public_key()));
  invitation.set_invitation_curve_key(ToString(curve.public_key()));
  invitation.set_expires_unix_ms(1);
  *site.credential.mutable_invitation() =
      identity::SignMessage(authority, crypto::context::kInvitation, invitation);

  v1::SiteCertificate certificate;
  certificate.set_version(1);
  certificate.set_site_id(id);
  certificate.set_identity_key(ToString(site.identity.public_key()));
  certificate.set_curve_key(ToString(curve.public_key()));
  *site.credential.mutable_certificate() =
      identity::SignMessage(invitation_key, crypto::context::kSite, certificate);
  return site;
}

identity::DirectoryHandle DirectoryOf(const std::vector<CertifiedSite>& sites,
                                      const crypto::SigningKey& authority, uint64_t epoch) {
  identity::DirectoryLeaves leaves;
  for (const CertifiedSite& site : sites)
    leaves.emplace(site.id, site.credential.invitation().payload());
  v1::Signed directory = identity::SignDirectory(authority, epoch, leaves, 0);
  return identity::PublishedDirectory::Open(std::move(directory), std::move(leaves),
                                            authority.public_key())
      .value();
}

}  // namespace hansa::bench
