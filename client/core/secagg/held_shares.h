#pragma once
// Shares of the others' secrets that a site holds, and how one is taken from a delivery.

#include <map>
#include <optional>

#include "client/core/secagg/roster.h"

namespace hansa::client {

struct HeldShare {
  SecretBytes mask_secret;     // share of the owner's mask_sk
  SecretBytes self_secret;     // share of the owner's b
  crypto::Digest leaf_root{};  // that its owner signed: what the shares were held against
};
using HeldShares = std::map<uint32_t, HeldShare>;  // by owner

// The share in one delivered ciphertext: opened with `key`, well formed, and committed to by its
// sender's signature. Empty otherwise: it counts as absent, since a garbage share must not end the
// session of honest sites.
std::optional<HeldShare> OpenShare(const v1::DeliveredShare& delivered, const CheckedRoster& roster,
                                   const SecretBytes& key);

}  // namespace hansa::client
