#include "common/identity/credential.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/crypto/contexts.h"
#include "common/crypto/x25519.h"
#include "common/identity/signed_message.h"

namespace hansa::identity {
namespace {

namespace context = crypto::context;

constexpr size_t kSiteIdDigits = 16;
constexpr uint32_t kVersion = 1;

// One signed message: opened and then read field by field, each refusal naming the field.
template <typename Message>
class Certificate {
 public:
  explicit Certificate(std::string_view what) : what_(what) {}

  Result<> Open(const v1::Signed& signed_message, const crypto::Ed25519Public& key,
                std::string_view context) {
    HANSA_TRY(OpenSigned(signed_message, key, context, what_, message_));
    if (message_.version() != kVersion) {
      return Refuse(StrCat("its version is ", message_.version(), "; this version of Hansa knows ",
                           kVersion));
    }
    return Success();
  }

  Result<std::string> SiteId() const {
    if (IsSiteId(message_.site_id())) return message_.site_id();
    return Refuse(StrCat("its site_id (", message_.site_id().size(), " bytes) is not ",
                         kSiteIdDigits, " lower-case hex digits"));
  }

  Result<crypto::Ed25519Public> Key(const std::string& bytes, std::string_view field) const {
    crypto::Ed25519Public key;
    if (bytes.size() != key.size()) {
      return Refuse(StrCat("its ", field, " has ", bytes.size(), " bytes; a key has ", key.size()));
    }
    std::copy(bytes.begin(), bytes.end(), key.begin());
    return key;
  }

  Result<CurvePublic> CurveKey(const std::string& bytes, std::string_view field) const {
    CurvePublic key = HANSA_TRY(Key(bytes, field));
    if (crypto::IsAcceptableX25519Public(key)) return key;
    return Refuse(StrCat("its ", field, " is a key that agrees on no secret"));
  }

  Error Refuse(std::string why) const {
    return VerificationFailed(StrCat("cannot accept ", what_), std::move(why));
  }

  const Message& message() const { return message_; }

 private:
  std::string_view what_;
  Message message_;
};

}  // namespace

bool IsSiteId(std::string_view text) {
  return text.size() == kSiteIdDigits && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

Result<VerifiedInvitation> VerifyInvitationCertificate(const v1::Signed& certificate,
                                                       const crypto::Ed25519Public& authority,
                                                       std::optional<UnixMillis> now_for_expiry) {
  Certificate<v1::InvitationCertificate> opened("the invitation's certificate");
  HANSA_TRY(opened.Open(certificate, authority, context::kInvitation));
  const v1::InvitationCertificate& message = opened.message();
  VerifiedInvitation out;
  out.site_id = HANSA_TRY(opened.SiteId());
  out.invitation_key = HANSA_TRY(opened.Key(message.invitation_key(), "invitation_key"));
  out.invitation_curve_key =
      HANSA_TRY(opened.CurveKey(message.invitation_curve_key(), "invitation_curve_key"));
  out.expires_unix_ms = message.expires_unix_ms();
  if (now_for_expiry && *now_for_expiry >= out.expires_unix_ms) {
    return Refused("the invitation has expired",
                   StrCat("it was good until ", FormatUtc(out.expires_unix_ms)),
                   "Ask the operator for a new one: hansa site invite NAME --out FILE");
  }
  return out;
}

Result<VerifiedSite> VerifySiteCredential(const v1::SiteCredential& credential,
                                          const crypto::Ed25519Public& authority,
                                          std::optional<UnixMillis> now_for_expiry) {
  const VerifiedInvitation invitation =
      HANSA_TRY(VerifyInvitationCertificate(credential.invitation(), authority, now_for_expiry));
  Certificate<v1::SiteCertificate> opened("the site's certificate");
  HANSA_TRY(opened.Open(credential.certificate(), invitation.invitation_key, context::kSite));
  VerifiedSite out;
  out.site_id = HANSA_TRY(opened.SiteId());
  if (out.site_id != invitation.site_id) {
    return opened.Refuse(
        StrCat("it is for site ", out.site_id, ", its invitation for site ", invitation.site_id));
  }
  out.identity_key = HANSA_TRY(opened.Key(opened.message().identity_key(), "identity_key"));
  out.curve_key = HANSA_TRY(opened.CurveKey(opened.message().curve_key(), "curve_key"));
  return out;
}

Result<VerifiedCoordinator> VerifyCoordinatorCertificate(const v1::Signed& certificate,
                                                         const crypto::Ed25519Public& authority) {
  Certificate<v1::CoordinatorCertificate> opened("the coordinator's certificate");
  HANSA_TRY(opened.Open(certificate, authority, context::kCoordinator));
  VerifiedCoordinator out;
  out.signing_key = HANSA_TRY(opened.Key(opened.message().signing_key(), "signing_key"));
  out.curve_key = HANSA_TRY(opened.CurveKey(opened.message().curve_key(), "curve_key"));
  return out;
}

Result<VerifiedRevocation> VerifyRevocation(const v1::Signed& revocation,
                                            const crypto::Ed25519Public& authority) {
  Certificate<v1::Revocation> opened("the revocation");
  HANSA_TRY(opened.Open(revocation, authority, context::kRevocation));
  VerifiedRevocation out;
  out.site_id = HANSA_TRY(opened.SiteId());
  out.issued_unix_ms = opened.message().issued_unix_ms();
  return out;
}

}  // namespace hansa::identity
