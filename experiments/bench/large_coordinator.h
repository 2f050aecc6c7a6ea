#pragma once
// A coordinator's folder as after years of work: sites enrolled, jobs done, versions published.
// Every signature and digest in it is right.

#include <filesystem>
#include <vector>

#include "common/base/result.h"
#include "experiments/bench/certified_site.h"

namespace hansa::bench {

struct LargeCoordinator {
  std::filesystem::path folder;   // the coordinator's; made here
  std::filesystem::path context;  // the operator's; made here
  uint32_t sites = 1000;
  uint32_t versions = 1000;  // a tenth of them to a model
};

// Returns the sites, with the keys that they may connect with.
Result<std::vector<CertifiedSite>> MakeLargeCoordinator(const LargeCoordinator& plan);

}  // namespace hansa::bench
