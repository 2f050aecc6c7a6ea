#pragma once
// The keys and credentials of a fleet: made once, shared by every run of as many sites, also on
// several threads.

#include <memory>
#include <vector>

#include "common/crypto/ed25519.h"
#include "common/identity/credential.h"
#include "experiments/bench/certified_site.h"

namespace hansa::simulation {

struct FleetKeys {
  crypto::SigningKey authority;
  crypto::SigningKey coordinator;
  v1::Signed certificate;                   // the coordinator's
  std::vector<bench::CertifiedSite> sites;  // ascending ids
  identity::DirectoryHandle directory;      // of them
};

inline constexpr identity::CurvePublic kCurveKey = {9};  // no connection is encrypted here

std::shared_ptr<const FleetKeys> MakeFleetKeys(uint32_t sites);

// The index of a site from its id (bench::NumberedSiteId).
uint32_t SiteIndex(const std::string& site_id);

}  // namespace hansa::simulation
