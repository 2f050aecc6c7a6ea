#pragma once
// A site with its keys and credential in memory, for benchmarks and tests.

#include <string>
#include <vector>

#include "common/crypto/ed25519.h"
#include "common/crypto/x25519.h"
#include "common/identity/directory.h"
#include "coordinator/core/secagg/server_session.h"

namespace hansa::bench {

struct CertifiedSite {
  std::string id;
  crypto::SigningKey identity;
  crypto::X25519Key curve;  // of its connection
  v1::SiteCredential credential;

  coordinator::Candidate AsCandidate() const {
    return {.site_id = id, .identity_key = identity.public_key(), .credential = credential};
  }
};

// 16 hex digits that ascend with the number.
std::string NumberedSiteId(uint32_t number);

CertifiedSite Certify(const std::string& id, const crypto::SigningKey& authority,
                      RandomSource& random);

// The authority's directory of these sites, which are all certified by it.
identity::DirectoryHandle DirectoryOf(const std::vector<CertifiedSite>& sites,
                                      const crypto::SigningKey& authority, uint64_t epoch = 1);

}  // namespace hansa::bench
