#pragma once
// Shares of the others' secrets that a site holds, and how they are taken from a delivery.

#include <map>
#include <optional>

#include "client/core/secagg/roster.h"
#include "common/crypto/merkle.h"
#include "common/secagg/bitmap.h"

namespace hansa::client {

struct HeldShare {
  SecretBytes mask_secret;     // share of the owner's mask_sk
  SecretBytes self_secret;     // share of the owner's b
  crypto::Digest leaf_root{};  // that its owner signed: what the shares were held against
};
using HeldShares = std::map<uint32_t, HeldShare>;  // by owner

// Where this site's leaf is among those of an owner.
struct LeafPlace {
  size_t index = 0, count = 0;
};

// Of one neighbour in U1, as the coordinator handed it on.
struct DeliveredShare {
  uint32_t owner = 0;
  LeafPlace place;
  ByteSpan ciphertext;       // within the message
  crypto::Digest leaf_root;  // signed by its owner
  crypto::AuditPath path;    // of this site's leaf
};

// Those whose owners signed what is said of them; another's signature makes a share absent, since a
// garbage share must not end the session of honest sites. An error blames the coordinator: a share
// that is not due, or is there twice.
Result<std::vector<DeliveredShare>> ReadDelivery(const v1::ShareDelivery& delivery,
                                                 const CheckedRoster& roster,
                                                 const secagg::Bitmap& sharers);

// The share in it: opened with `key`, well formed, and as its owner committed. Empty otherwise: it
// counts as absent.
std::optional<HeldShare> OpenShare(const DeliveredShare& delivered, const CheckedRoster& roster,
                                   const SecretBytes& key);

}  // namespace hansa::client
