#pragma once
// Merkle tree hashes, audit paths and their check (RFC 6962 section 2.1); one proof for many leaves
// (as in "Compact Merkle Multiproofs", arXiv 2002.07648).

#include <cstddef>
#include <cstdint>
#include <vector>

#include "common/crypto/hash.h"

namespace hansa::crypto {

// From a leaf's sibling up to the root's child.
using AuditPath = std::vector<Digest>;

// A tree that is kept: two digests a leaf.
class MerkleTree {
 public:
  explicit MerkleTree(const std::vector<ByteSpan>& leaves);
  // Of leaves that are known by their hashes alone.
  static MerkleTree OfHashes(std::vector<Digest> leaf_hashes);
  // SHA-256 of nothing when there are no leaves.
  Digest Root() const;
  // Audit path of leaf `index`, which there is; lowest level first.
  AuditPath Path(size_t index) const;
  // Leaves first, root last.
  const std::vector<std::vector<Digest>>& levels() const { return levels_; }

 private:
  struct Hashed {};
  MerkleTree(Hashed, std::vector<Digest> level);

  std::vector<std::vector<Digest>> levels_;
};

Digest MerkleLeafHash(ByteSpan leaf);
// SHA-256 of nothing when there are no leaves.
Digest MerkleRoot(const std::vector<ByteSpan>& leaves);
// Audit path of leaf `index` (< leaves.size()), lowest level first.
AuditPath MerklePath(const std::vector<ByteSpan>& leaves, size_t index);
// Digests in the audit path of leaf `index`, below `leaf_count`.
size_t AuditPathLength(size_t index, size_t leaf_count);
bool VerifyMerklePath(const Digest& root, ByteSpan leaf, size_t index, size_t leaf_count,
                      const AuditPath& path);

// The proof of several leaves at once: the digests that are not made of them, level by level from
// below, each from left to right. Of one leaf it is its audit path, of all it is empty. `indices`
// ascend and are below leaves.size().
AuditPath MerkleJointPath(const std::vector<ByteSpan>& leaves,
                          const std::vector<uint32_t>& indices);
// Whether each of `leaves` is at the index that stands at the same place of `indices`, in a tree of
// `leaf_count`. False, too, when there are none, or the indices do not ascend below the count.
bool VerifyMerkleJointPath(const Digest& root, const std::vector<ByteSpan>& leaves,
                           const std::vector<uint32_t>& indices, uint32_t leaf_count,
                           const AuditPath& path);

}  // namespace hansa::crypto
