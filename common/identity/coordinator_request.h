#pragma once
// What a coordinator asks an authority on another machine to certify: a JSON file of public keys.
// Nobody vouches for it: whoever certifies it compares the keys with those that
// `hansa coordinator init` showed.

#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/identity/credential.h"
#include "hansa/v1/identity.pb.h"

namespace hansa::identity {

struct CoordinatorRequest {
  std::string address;  // tcp://host:port
  VerifiedCoordinator keys;
};

std::string ToJson(const CoordinatorRequest& request);
// Refuses more than limits::kInvitationFileBytes, unknown fields, and keys and addresses that are
// none. `source` names the text in errors.
Result<CoordinatorRequest> ParseCoordinatorRequest(std::string_view json, std::string_view source);

// The keys in short, to compare by eye: the first 16 hex digits of SHA-256 over both, signing key
// first.
std::string ShortDigest(const VerifiedCoordinator& keys);

}  // namespace hansa::identity
