#pragma once
// Certified sites in memory, and a coordinator's key: what a session needs around it.

#include <memory>
#include <string>
#include <vector>

#include "client/core/secagg/client_session.h"
#include "common/crypto/random.h"
#include "coordinator/core/secagg/server_session.h"

namespace hansa::bench {

struct BenchSite {
  std::string id;
  crypto::SigningKey identity;
  v1::SiteCredential credential;

  coordinator::Candidate AsCandidate() const {
    return {.site_id = id, .identity_key = identity.public_key(), .credential = credential};
  }
};

struct BenchFleet {
  explicit BenchFleet(uint32_t sites);

  crypto::SystemRandom random;
  crypto::SigningKey authority;
  crypto::SigningKey coordinator;
  std::vector<BenchSite> sites;  // ascending ids
  // Knows every credential, as a site does after its first session with the others.
  client::CredentialCache credentials;
};

}  // namespace hansa::bench
