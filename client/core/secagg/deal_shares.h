#pragma once
// R1 at the site: both secrets split among the neighbours, each share sealed for its holder, and
// one signature over a Merkle tree of share hashes, so that a lie about a share convicts whoever
// told it.

#include <map>

#include "client/core/secagg/own_secrets.h"
#include "client/core/secagg/roster.h"

namespace hansa::client {

struct DealtShares {
  v1::Shares message;
  std::map<uint32_t, SecretBytes> incoming_keys;  // by sender: opens its ciphertext for this site
};

// Refused when a key of the roster gives no secret.
Result<DealtShares> DealShares(const SessionFacts& facts, const CheckedRoster& roster,
                               const OwnSecrets& secrets);

}  // namespace hansa::client
