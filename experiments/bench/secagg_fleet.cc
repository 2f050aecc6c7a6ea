#include "experiments/bench/secagg_fleet.h"

#include "common/base/check.h"

namespace hansa::bench {

BenchFleet::BenchFleet(uint32_t count)
    : authority(crypto::SigningKey::Generate(random)),
      coordinator(crypto::SigningKey::Generate(random)),
      credentials(authority.public_key()) {
  for (uint32_t i = 0; i < count; ++i) {
    sites.push_back(Certify(NumberedSiteId(i), authority, random));
    HANSA_CHECK(credentials.Verify(sites.back().credential.SerializeAsString()) != nullptr);
  }
}

}  // namespace hansa::bench
