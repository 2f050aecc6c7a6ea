#include "common/crypto/merkle.h"

#include <array>

#include "common/base/check.h"

namespace hansa::crypto {
namespace {

using Level = std::vector<Digest>;

// The prefixes keep a leaf from being taken for a node.
Digest HashLeaf(ByteSpan leaf) {
  Bytes input;
  input.reserve(1 + leaf.size());
  input.push_back(0);
  Append(input, leaf);
  return Sha256(input);
}

Digest HashNode(const Digest& left, const Digest& right) {
  std::array<uint8_t, 1 + 2 * sizeof(Digest)> input;
  input[0] = 1;
  std::copy(left.begin(), left.end(), input.begin() + 1);
  std::copy(right.begin(), right.end(), input.begin() + 1 + sizeof(Digest));
  return Sha256(input);
}

// Pairing neighbours level by level, an odd last one going up unchanged, gives the RFC's tree,
// whose left part is the largest power of two: both split n leaves at the same places.
Level NextLevel(const Level& level) {
  Level next;
  next.reserve((level.size() + 1) / 2);
  for (size_t i = 0; i + 1 < level.size(); i += 2) next.push_back(HashNode(level[i], level[i + 1]));
  if (level.size() % 2 == 1) next.push_back(level.back());
  return next;
}

}  // namespace

MerkleTree::MerkleTree(const std::vector<ByteSpan>& leaves) {
  Level level;
  level.reserve(leaves.size());
  for (const ByteSpan leaf : leaves) level.push_back(HashLeaf(leaf));
  while (level.size() > 1) {
    Level next = NextLevel(level);
    levels_.push_back(std::move(level));
    level = std::move(next);
  }
  levels_.push_back(std::move(level));
}

Digest MerkleTree::Root() const {
  return levels_.back().empty() ? Sha256({}) : levels_.back().front();
}

AuditPath MerkleTree::Path(size_t index) const {
  HANSA_CHECK(index < levels_.front().size());
  AuditPath path;
  for (const Level& level : levels_) {
    const size_t sibling = index ^ 1;
    if (sibling < level.size()) path.push_back(level[sibling]);
    index /= 2;
  }
  return path;
}

Digest MerkleRoot(const std::vector<ByteSpan>& leaves) { return MerkleTree(leaves).Root(); }

AuditPath MerklePath(const std::vector<ByteSpan>& leaves, size_t index) {
  return MerkleTree(leaves).Path(index);
}

bool VerifyMerklePath(const Digest& root, ByteSpan leaf, size_t index, size_t leaf_count,
                      const AuditPath& path) {
  if (index >= leaf_count) return false;
  Digest digest = HashLeaf(leaf);
  size_t used = 0;
  for (size_t width = leaf_count; width > 1; width = (width + 1) / 2, index /= 2) {
    if ((index ^ 1) >= width) continue;  // an odd last node has no sibling on this level
    if (used == path.size()) return false;
    const Digest& sibling = path[used++];
    digest = index % 2 == 0 ? HashNode(digest, sibling) : HashNode(sibling, digest);
  }
  return used == path.size() && digest == root;
}

}  // namespace hansa::crypto
