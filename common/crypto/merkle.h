#pragma once
// Merkle tree hashes, audit paths and their check (RFC 6962 section 2.1).

#include <cstddef>
#include <vector>

#include "common/crypto/hash.h"

namespace hansa::crypto {

Digest MerkleRoot(const std::vector<ByteSpan>& leaves);
// Audit path of leaf `index`, lowest level first.
std::vector<Digest> MerklePath(const std::vector<ByteSpan>& leaves, size_t index);
bool VerifyMerklePath(const Digest& root, ByteSpan leaf, size_t index, size_t leaf_count,
                      const std::vector<Digest>& path);

}  // namespace hansa::crypto
