#include "tests/support/secagg_site.h"

namespace hansa::secagg_test {

Fleet::Fleet(uint32_t count, uint64_t seed)
    : random(seed, "fleet"),
      authority(crypto::SigningKey::Generate(random)),
      coordinator(crypto::SigningKey::Generate(random)) {
  for (uint32_t i = 0; i < count; ++i) {
    sites.push_back(Certify(bench::NumberedSiteId(i), authority));
    caches.push_back(std::make_unique<client::CredentialCache>(authority.public_key()));
  }
  directory = bench::DirectoryOf(sites, authority);
}

std::shared_ptr<Fleet> SharedFleet(uint32_t sites, uint64_t seed) {
  static std::map<std::pair<uint32_t, uint64_t>, std::shared_ptr<Fleet>> fleets;
  std::shared_ptr<Fleet>& fleet = fleets[{sites, seed}];
  if (!fleet) fleet = std::make_shared<Fleet>(sites, seed);
  return fleet;
}

Site Fleet::Certify(const std::string& id, const crypto::SigningKey& certifier) {
  return bench::Certify(id, certifier, random);
}

}  // namespace hansa::secagg_test
