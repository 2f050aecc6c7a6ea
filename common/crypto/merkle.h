#pragma once
// Merkle tree hashes, audit paths and their check (RFC 6962 section 2.1).

#include <cstddef>
#include <vector>

#include "common/crypto/hash.h"

namespace hansa::crypto {

// From a leaf's sibling up to the root's child.
using AuditPath = std::vector<Digest>;

// SHA-256 of nothing when there are no leaves.
Digest MerkleRoot(const std::vector<ByteSpan>& leaves);
// Audit path of leaf `index` (< leaves.size()), lowest level first.
AuditPath MerklePath(const std::vector<ByteSpan>& leaves, size_t index);
// Every leaf's path, for the price of one tree.
std::vector<AuditPath> MerklePaths(const std::vector<ByteSpan>& leaves);
bool VerifyMerklePath(const Digest& root, ByteSpan leaf, size_t index, size_t leaf_count,
                      const AuditPath& path);

}  // namespace hansa::crypto
