#include "common/transcript/roster_member.h"

#include "common/crypto/contexts.h"
#include "common/identity/credential.h"
#include "common/identity/signed_message.h"
#include "common/transcript/digest_in.h"
#include "common/wire/strict.h"

namespace hansa::transcript {

Result<RosterMember> OpenRosterEntry(const std::string& bytes, const crypto::Digest& params,
                                     const crypto::Ed25519Public& authority) {
  v1::RosterEntry entry;
  if (!wire::ParseStrict(AsSpan(bytes), entry)) return VerificationFailed("it cannot be read");
  const auto site = identity::VerifySiteCredential(entry.credential(), authority);
  if (!site.ok()) return VerificationFailed(site.error().Text());
  v1::Advertisement advertisement;
  const auto opened =
      identity::OpenSigned(entry.advertisement(), site->identity_key, crypto::context::kAdvertise,
                           "its advertisement", advertisement);
  if (!opened.ok()) return VerificationFailed(opened.error().Text());
  if (advertisement.site_id() != site->site_id)
    return VerificationFailed("it advertises under another's id");
  if (advertisement.params_hash() != AsView(params))
    return VerificationFailed("its advertisement is of another session");
  const auto encryption_key = DigestIn(advertisement.encryption_key());
  const auto mask_key = DigestIn(advertisement.mask_key());
  const auto commitment = DigestIn(advertisement.self_mask_commitment());
  if (!encryption_key || !mask_key || !commitment)
    return VerificationFailed("a key of its has a wrong length");
  if (!crypto::IsAcceptableX25519Public(*encryption_key) ||
      !crypto::IsAcceptableX25519Public(*mask_key))
    return VerificationFailed("a key of its is of low order, or not canonical");
  return RosterMember{
      .identity_key = site->identity_key,
      .advertisement = entry.advertisement(),
      .encryption_key = *encryption_key,
      .keys = {
          .site_id = site->site_id, .mask_key = *mask_key, .self_mask_commitment = *commitment}};
}

}  // namespace hansa::transcript
