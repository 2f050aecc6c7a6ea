#pragma once
// Merkle tree hashes, audit paths and their check (RFC 6962 section 2.1).

#include <cstddef>
#include <vector>

#include "common/crypto/hash.h"

namespace hansa::crypto {

// From a leaf's sibling up to the root's child.
using AuditPath = std::vector<Digest>;

// A tree that is kept: two digests a leaf.
class MerkleTree {
 public:
  explicit MerkleTree(const std::vector<ByteSpan>& leaves);
  // SHA-256 of nothing when there are no leaves.
  Digest Root() const;
  // Audit path of leaf `index`, which there is; lowest level first.
  AuditPath Path(size_t index) const;

 private:
  std::vector<std::vector<Digest>> levels_;  // leaves first, root last
};

// SHA-256 of nothing when there are no leaves.
Digest MerkleRoot(const std::vector<ByteSpan>& leaves);
// Audit path of leaf `index` (< leaves.size()), lowest level first.
AuditPath MerklePath(const std::vector<ByteSpan>& leaves, size_t index);
bool VerifyMerklePath(const Digest& root, ByteSpan leaf, size_t index, size_t leaf_count,
                      const AuditPath& path);

}  // namespace hansa::crypto
