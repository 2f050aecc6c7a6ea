#include "client/core/secagg/credential_cache.h"

#include "common/base/limits.h"

namespace hansa::client {

std::optional<identity::VerifiedSite> CredentialCache::Verify(
    const v1::SiteCredential& credential) {
  std::string bytes = credential.SerializeAsString();
  if (const auto known = known_.find(bytes); known != known_.end()) return known->second;
  const auto verified = identity::VerifySiteCredential(credential, authority_);
  if (!verified.ok()) return std::nullopt;
  if (known_.size() >= limits::kSites) known_.clear();
  known_.emplace(std::move(bytes), *verified);
  return *verified;
}

}  // namespace hansa::client
