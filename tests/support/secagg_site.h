#pragma once
// Certified sites for the tests of secure aggregation, with keys from a seed.

#include <memory>
#include <string>
#include <vector>

#include "client/core/secagg/client_session.h"
#include "common/crypto/random.h"
#include "experiments/bench/certified_site.h"

namespace hansa::secagg_test {

using Site = bench::CertifiedSite;

// An authority that certifies sites, and a coordinator's signing key.
class Fleet {
 public:
  Fleet(uint32_t sites, uint64_t seed);
  // One more, certified by `authority`.
  Site Certify(const std::string& id, const crypto::SigningKey& authority);

  crypto::SeededRandom random;
  crypto::SigningKey authority;
  crypto::SigningKey coordinator;
  std::vector<Site> sites;              // ascending ids
  identity::DirectoryHandle directory;  // of these sites, epoch 1
  // Each site's own memory of credentials.
  std::vector<std::unique_ptr<client::CredentialCache>> caches;
};

// The same fleet for every session of a test program: certificates are made and checked once.
std::shared_ptr<Fleet> SharedFleet(uint32_t sites, uint64_t seed);

}  // namespace hansa::secagg_test
