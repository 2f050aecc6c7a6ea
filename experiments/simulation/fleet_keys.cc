#include "experiments/simulation/fleet_keys.h"

#include <charconv>

#include "common/crypto/random.h"
#include "common/identity/authority.h"

namespace hansa::simulation {

std::shared_ptr<const FleetKeys> MakeFleetKeys(uint32_t sites) {
  crypto::SeededRandom random(1, "fleet");
  auto authority = crypto::SigningKey::Generate(random);
  auto coordinator = crypto::SigningKey::Generate(random);
  v1::Signed certificate =
      identity::CertifyCoordinator(authority, coordinator.public_key(), kCurveKey);
  auto keys = std::make_shared<FleetKeys>(FleetKeys{.authority = std::move(authority),
                                                    .coordinator = std::move(coordinator),
                                                    .certificate = std::move(certificate),
                                                    .sites = {},
                                                    .directory = nullptr});
  keys->sites.reserve(sites);
  for (uint32_t i = 0; i < sites; ++i)
    keys->sites.push_back(bench::Certify(bench::NumberedSiteId(i), keys->authority, random));
  keys->directory = bench::DirectoryOf(keys->sites, keys->authority);
  return keys;
}

uint32_t SiteIndex(const std::string& site_id) {
  uint32_t number = 0;
  std::from_chars(site_id.data(), site_id.data() + site_id.size(), number, 16);
  return number - 1;
}

}  // namespace hansa::simulation
