#pragma once
// An entry of the roster as every site received it: a site of the authority, with fresh keys.

#include <string>

#include "common/base/result.h"
#include "common/crypto/ed25519.h"
#include "common/secagg/unmask.h"
#include "hansa/v1/secagg.pb.h"

namespace hansa::transcript {

struct RosterMember {
  crypto::Ed25519Public identity_key{};
  v1::Signed advertisement;
  crypto::X25519Public encryption_key{};
  secagg::UnmaskSite keys;  // and its id
};

// `params`: P. kVerification with what is wrong.
Result<RosterMember> OpenRosterEntry(const std::string& bytes, const crypto::Digest& params,
                                     const crypto::Ed25519Public& authority);

}  // namespace hansa::transcript
