#pragma once
// Certified sites in memory, and a coordinator's key: what a session needs around it.

#include <vector>

#include "client/core/secagg/client_session.h"
#include "common/crypto/random.h"
#include "experiments/bench/certified_site.h"

namespace hansa::bench {

struct BenchFleet {
  explicit BenchFleet(uint32_t sites);

  crypto::SystemRandom random;
  crypto::SigningKey authority;
  crypto::SigningKey coordinator;
  std::vector<CertifiedSite> sites;  // ascending ids
  // Knows every credential, as a site does after its first session with the others.
  client::CredentialCache credentials;
};

}  // namespace hansa::bench
