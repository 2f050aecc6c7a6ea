#include "client/core/secagg/credential_cache.h"

#include "common/base/limits.h"
#include "common/wire/strict.h"

namespace hansa::client {

CertifiedSiteHandle CredentialCache::Verify(const std::string& credential) {
  if (const auto known = known_.find(credential); known != known_.end()) return known->second;
  v1::SiteCredential read;
  if (!wire::ParseStrict(AsSpan(credential), read)) return nullptr;
  auto verified = identity::VerifySiteCredential(read, authority_);
  if (!verified.ok()) return nullptr;
  if (known_.size() >= limits::kSites) known_.clear();
  auto site = std::make_shared<const CertifiedSite>(
      CertifiedSite{*std::move(verified), read.invitation().payload()});
  known_.emplace(credential, site);
  return site;
}

}  // namespace hansa::client
