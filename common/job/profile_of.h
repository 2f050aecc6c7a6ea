#pragma once
// A profile as configuration files write it.

#include "common/secagg/profile.h"
#include "hansa/v1/profile.pb.h"

namespace hansa {

// kComplete when nothing is said.
inline secagg::Profile ProfileOf(v1::Profile profile) {
  if (profile == v1::PROFILE_MALICIOUS) return secagg::Profile::kMalicious;
  if (profile == v1::PROFILE_SEMI_HONEST) return secagg::Profile::kSemiHonest;
  return secagg::Profile::kComplete;
}

}  // namespace hansa
