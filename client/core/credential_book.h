#pragma once
// Credentials of other sites that were found good: they do not change, and each check costs two
// signatures. Bounded; not thread-safe.

#include <map>
#include <optional>

#include "client/core/secagg/client_session.h"
#include "common/crypto/hash.h"
#include "common/identity/credential.h"

namespace hansa::client {

class CredentialBook {
 public:
  static constexpr size_t kEntries = 1024;

  std::optional<CertifiedSite> Check(const v1::SiteCredential& credential,
                                     const crypto::Ed25519Public& authority) {
    const crypto::Digest digest = crypto::Sha256(AsSpan(credential.SerializeAsString()));
    if (const auto known = known_.find(digest); known != known_.end()) return known->second;
    const auto site = identity::VerifySiteCredential(credential, authority);
    if (!site.ok()) return std::nullopt;
    if (known_.size() == kEntries) known_.clear();
    return known_[digest] = CertifiedSite{site->site_id, site->identity_key};
  }

 private:
  std::map<crypto::Digest, CertifiedSite> known_;
};

}  // namespace hansa::client
