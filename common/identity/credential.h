#pragma once
// Checked identities: what remains of a certificate after its signature, version, lengths and ids
// were found good against the pinned authority (docs/protocol/identity.md). Pure functions. Errors
// are kVerification and name the certificate and what is wrong with it; an expired invitation is
// kRefused.

#include <array>
#include <optional>
#include <string>

#include "common/base/result.h"
#include "common/base/time.h"
#include "common/crypto/ed25519.h"
#include "hansa/v1/identity.pb.h"

namespace hansa::identity {

using CurvePublic = std::array<uint8_t, 32>;

struct VerifiedInvitation {
  std::string site_id;
  crypto::Ed25519Public invitation_key;  // may certify one site
  CurvePublic invitation_curve_key;      // may send Join and nothing else
  UnixMillis expires_unix_ms = 0;
};

struct VerifiedSite {
  std::string site_id;
  crypto::Ed25519Public identity_key;
  CurvePublic curve_key;
  friend bool operator==(const VerifiedSite&, const VerifiedSite&) = default;
};

struct VerifiedCoordinator {
  crypto::Ed25519Public signing_key;
  CurvePublic curve_key;
  friend bool operator==(const VerifiedCoordinator&, const VerifiedCoordinator&) = default;
};

struct VerifiedRevocation {
  std::string site_id;
  UnixMillis issued_unix_ms = 0;
};

// Given the time where the invitation is about to be used: then an expired one is refused. Without
// it expiry does not matter: what was enrolled in time stays enrolled.
Result<VerifiedInvitation> VerifyInvitationCertificate(
    const v1::Signed& certificate, const crypto::Ed25519Public& authority,
    std::optional<UnixMillis> now_for_expiry = std::nullopt);

// The chain authority -> invitation -> site.
Result<VerifiedSite> VerifySiteCredential(const v1::SiteCredential& credential,
                                          const crypto::Ed25519Public& authority,
                                          std::optional<UnixMillis> now_for_expiry = std::nullopt);

Result<VerifiedCoordinator> VerifyCoordinatorCertificate(const v1::Signed& certificate,
                                                         const crypto::Ed25519Public& authority);

Result<VerifiedRevocation> VerifyRevocation(const v1::Signed& revocation,
                                            const crypto::Ed25519Public& authority);

// 16 lower-case hex digits.
bool IsSiteId(std::string_view text);

}  // namespace hansa::identity
