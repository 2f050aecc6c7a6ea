#include "common/crypto/merkle.h"

#include <array>
#include <optional>

#include "common/base/check.h"

namespace hansa::crypto {
namespace {

using Level = std::vector<Digest>;

// The prefixes keep a leaf from being taken for a node.
Digest HashLeaf(ByteSpan leaf) {
  std::array<uint8_t, 1024> input;
  if (leaf.size() >= input.size()) {
    Bytes large = {0};
    Append(large, leaf);
    return Sha256(large);
  }
  input[0] = 0;
  std::copy(leaf.begin(), leaf.end(), input.begin() + 1);
  return Sha256(ByteSpan(input).first(1 + leaf.size()));
}

Digest HashNode(const Digest& left, const Digest& right) {
  std::array<uint8_t, 1 + 2 * sizeof(Digest)> input;
  input[0] = 1;
  std::copy(left.begin(), left.end(), input.begin() + 1);
  std::copy(right.begin(), right.end(), input.begin() + 1 + sizeof(Digest));
  return Sha256(input);
}

Level HashesOf(const std::vector<ByteSpan>& leaves) {
  Level hashes;
  hashes.reserve(leaves.size());
  for (const ByteSpan leaf : leaves) hashes.push_back(HashLeaf(leaf));
  return hashes;
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

// Some nodes of one level, ascending.
struct Node {
  uint64_t index;
  Digest digest;
};

// Ascending, and below `bound`.
bool AreIndices(const std::vector<uint32_t>& indices, uint64_t bound) {
  for (size_t i = 0; i < indices.size(); ++i)
    if (indices[i] >= bound || (i > 0 && indices[i] <= indices[i - 1])) return false;
  return true;
}

// Whether the node after `at` is its sibling.
bool HasSibling(const std::vector<Node>& nodes, size_t at) {
  return at + 1 < nodes.size() && nodes[at + 1].index == (nodes[at].index ^ 1);
}

// The parents of these nodes of a level of `width`. `lacking` gives the digest of a sibling that is
// not among them, or none.
template <typename Lacking>
std::optional<std::vector<Node>> Parents(const std::vector<Node>& nodes, uint64_t width,
                                         const Lacking& lacking) {
  std::vector<Node> parents;
  for (size_t i = 0; i < nodes.size(); ++i) {
    const Node& node = nodes[i];
    const uint64_t sibling = node.index ^ 1;
    if (sibling >= width) {  // an odd last one goes up unchanged
      parents.push_back({node.index / 2, node.digest});
    } else if (HasSibling(nodes, i)) {
      parents.push_back({node.index / 2, HashNode(node.digest, nodes[++i].digest)});
    } else {
      const Digest* other = lacking(sibling);
      if (other == nullptr) return std::nullopt;
      parents.push_back({node.index / 2, node.index < sibling ? HashNode(node.digest, *other)
                                                              : HashNode(*other, node.digest)});
    }
  }
  return parents;
}

}  // namespace

Digest MerkleLeafHash(ByteSpan leaf) { return HashLeaf(leaf); }

MerkleTree::MerkleTree(const std::vector<ByteSpan>& leaves)
    : MerkleTree(Hashed(), HashesOf(leaves)) {}

MerkleTree MerkleTree::OfHashes(std::vector<Digest> leaf_hashes) {
  return MerkleTree(Hashed(), std::move(leaf_hashes));
}

MerkleTree::MerkleTree(Hashed, std::vector<Digest> level) {
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
  path.reserve(levels_.size());
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

size_t AuditPathLength(size_t index, size_t leaf_count) {
  size_t length = 0;
  for (size_t width = leaf_count; width > 1; width = (width + 1) / 2, index /= 2)
    if ((index ^ 1) < width) ++length;
  return length;
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

AuditPath MerkleJointPath(const std::vector<ByteSpan>& leaves,
                          const std::vector<uint32_t>& indices) {
  HANSA_CHECK(AreIndices(indices, leaves.size()));
  AuditPath path;
  if (indices.empty()) return path;
  const MerkleTree tree(leaves);
  std::vector<Node> nodes;
  for (const uint32_t index : indices) nodes.push_back({index, tree.levels().front()[index]});
  for (const Level& level : tree.levels()) {
    if (level.size() == 1) break;
    nodes = *Parents(nodes, level.size(), [&](uint64_t sibling) {
      path.push_back(level[sibling]);
      return &level[sibling];
    });
  }
  return path;
}

bool VerifyMerkleJointPath(const Digest& root, const std::vector<ByteSpan>& leaves,
                           const std::vector<uint32_t>& indices, uint32_t leaf_count,
                           const AuditPath& path) {
  if (leaves.empty() || leaves.size() != indices.size() || !AreIndices(indices, leaf_count))
    return false;
  std::vector<Node> nodes;
  for (size_t i = 0; i < leaves.size(); ++i) nodes.push_back({indices[i], HashLeaf(leaves[i])});
  size_t used = 0;
  for (uint64_t width = leaf_count; width > 1; width = (width + 1) / 2) {
    auto parents = Parents(nodes, width,
                           [&](uint64_t) { return used < path.size() ? &path[used++] : nullptr; });
    if (!parents) return false;
    nodes = std::move(*parents);
  }
  return used == path.size() && nodes.front().digest == root;
}

}  // namespace hansa::crypto
