#include "tests/support/secagg_site.h"

#include <cstdio>

#include "common/crypto/contexts.h"
#include "common/crypto/x25519.h"
#include "common/identity/signed_message.h"

namespace hansa::secagg_test {
namespace {

std::string IdOf(uint32_t number) {
  char text[17];
  std::snprintf(text, sizeof(text), "%016x", number + 1);
  return text;
}

}  // namespace

Fleet::Fleet(uint32_t count, uint64_t seed)
    : random(seed, "fleet"),
      authority(crypto::SigningKey::Generate(random)),
      coordinator(crypto::SigningKey::Generate(random)) {
  for (uint32_t i = 0; i < count; ++i) {
    sites.push_back(Certify(IdOf(i), authority));
    caches.push_back(std::make_unique<client::CredentialCache>(authority.public_key()));
  }
}

std::shared_ptr<Fleet> SharedFleet(uint32_t sites, uint64_t seed) {
  static std::map<std::pair<uint32_t, uint64_t>, std::shared_ptr<Fleet>> fleets;
  std::shared_ptr<Fleet>& fleet = fleets[{sites, seed}];
  if (!fleet) fleet = std::make_shared<Fleet>(sites, seed);
  return fleet;
}

Site Fleet::Certify(const std::string& id, const crypto::SigningKey& certifier) {
  const auto invitation_key = crypto::SigningKey::Generate(random);
  const auto curve = crypto::X25519Key::Generate(random);
  Site site{.id = id, .identity = crypto::SigningKey::Generate(random), .credential = {}};

  v1::InvitationCertificate invitation;
  invitation.set_version(1);
  invitation.set_site_id(id);
  invitation.set_invitation_key(ToString(invitation_key.public_key()));
  invitation.set_invitation_curve_key(ToString(curve.public_key()));
  invitation.set_expires_unix_ms(1);
  *site.credential.mutable_invitation() =
      identity::SignMessage(certifier, crypto::context::kInvitation, invitation);

  v1::SiteCertificate certificate;
  certificate.set_version(1);
  certificate.set_site_id(id);
  certificate.set_identity_key(ToString(site.identity.public_key()));
  certificate.set_curve_key(ToString(curve.public_key()));
  *site.credential.mutable_certificate() =
      identity::SignMessage(invitation_key, crypto::context::kSite, certificate);
  return site;
}

coordinator::Candidate CandidateOf(const Site& site) {
  return {.site_id = site.id,
          .identity_key = site.identity.public_key(),
          .credential = site.credential};
}

}  // namespace hansa::secagg_test
