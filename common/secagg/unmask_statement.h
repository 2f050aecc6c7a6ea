#pragma once
// What a site signs when it reveals shares, so that one which it was not dealt convicts it
// (docs/protocol/culprits.md). An own layout: Protobuf has more than one encoding of a message.

#include "common/secagg/session_bytes.h"

namespace hansa::secagg {

// u || kind (0: mask secret, 1: own mask) || leaf root || share. The leaf root is the one that the
// owner signed, as the holder saw it: an owner that signs two cannot make a holder look false.
Bytes RevealedLeaf(uint32_t owner, ShareKind kind, const crypto::Digest& leaf_root, ByteSpan share);

// P || R || v || number of shares || Merkle root (RFC 6962) of what is revealed, in the order in
// which it is sent.
Bytes UnmaskStatement(const SessionId& id, uint32_t holder, uint32_t count,
                      const crypto::Digest& root);

}  // namespace hansa::secagg
