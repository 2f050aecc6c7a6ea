#pragma once
// Credentials checked against the pinned authority (rule 12: who may be in a roster is not the
// coordinator's word). A credential does not change, so one that was found good is remembered by
// its bytes, and later sessions with the same sites cost no signature checks for it. Not
// thread-safe.

#include <memory>
#include <string>
#include <unordered_map>

#include "common/identity/credential.h"

namespace hansa::client {

struct CertifiedSite {
  identity::VerifiedSite site;
  std::string invitation;  // the certificate that the authority signed
};
using CertifiedSiteHandle = std::shared_ptr<const CertifiedSite>;

class CredentialCache {
 public:
  explicit CredentialCache(const crypto::Ed25519Public& authority) : authority_(authority) {}

  const crypto::Ed25519Public& authority() const { return authority_; }
  // Of a serialised SiteCredential. Null when it cannot be read, or the chain does not hold.
  CertifiedSiteHandle Verify(const std::string& credential);

 private:
  crypto::Ed25519Public authority_;
  // Good ones, at most limits::kSites.
  std::unordered_map<std::string, CertifiedSiteHandle> known_;
};

}  // namespace hansa::client
