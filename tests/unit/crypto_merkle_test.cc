#include <gtest/gtest.h>

#include "common/crypto/merkle.h"

namespace hansa::crypto {
namespace {

constexpr size_t kLargest = 17;

struct Leaves {
  std::vector<Bytes> bytes;
  std::vector<ByteSpan> spans;

  explicit Leaves(size_t count) {
    for (size_t i = 0; i < count; ++i) bytes.push_back(ToBytes("leaf " + std::to_string(i)));
    spans.assign(bytes.begin(), bytes.end());
  }
};

// RFC 6962 section 2.1, word for word: split at the largest power of two below n.
Digest RootByDefinition(std::span<const ByteSpan> leaves) {
  Bytes input;
  if (leaves.size() == 1) {
    input.push_back(0);
    Append(input, leaves[0]);
  } else {
    size_t split = 1;
    while (split * 2 < leaves.size()) split *= 2;
    input.push_back(1);
    Append(input, RootByDefinition(leaves.first(split)));
    Append(input, RootByDefinition(leaves.subspan(split)));
  }
  return Sha256(input);
}

TEST(Merkle, RootIsTheDefinition) {
  for (size_t n = 1; n <= 70; ++n) {
    const Leaves leaves(n);
    EXPECT_EQ(MerkleRoot(leaves.spans), RootByDefinition(leaves.spans)) << n;
    std::vector<Digest> hashes;
    for (const ByteSpan leaf : leaves.spans) hashes.push_back(MerkleLeafHash(leaf));
    EXPECT_EQ(MerkleTree::OfHashes(hashes).Root(), MerkleRoot(leaves.spans)) << n;
  }
}

TEST(Merkle, EveryPathProvesItsLeafAndNoOther) {
  for (size_t n = 1; n <= kLargest; ++n) {
    const Leaves leaves(n);
    const Digest root = MerkleRoot(leaves.spans);
    const MerkleTree tree(leaves.spans);
    EXPECT_EQ(tree.Root(), root);
    for (size_t i = 0; i < n; ++i) {
      const AuditPath path = tree.Path(i);
      EXPECT_EQ(MerklePath(leaves.spans, i), path);
      EXPECT_EQ(AuditPathLength(i, n), path.size());
      for (size_t leaf = 0; leaf < n; ++leaf) {
        for (size_t index = 0; index <= n; ++index) {
          EXPECT_EQ(VerifyMerklePath(root, leaves.spans[leaf], index, n, path),
                    leaf == i && index == i)
              << n << " leaves, path of " << i << ", leaf " << leaf << " at " << index;
        }
      }
    }
  }
}

TEST(Merkle, RefusesAlteredPathsAndRoots) {
  for (size_t n = 1; n <= kLargest; ++n) {
    const Leaves leaves(n);
    const Digest root = MerkleRoot(leaves.spans);
    for (size_t i = 0; i < n; ++i) {
      const AuditPath path = MerklePath(leaves.spans, i);
      for (size_t node = 0; node < path.size(); ++node) {
        AuditPath altered = path;
        altered[node][31] ^= 1;
        EXPECT_FALSE(VerifyMerklePath(root, leaves.spans[i], i, n, altered));
        AuditPath shorter = path;
        shorter.erase(shorter.begin() + long(node));
        EXPECT_FALSE(VerifyMerklePath(root, leaves.spans[i], i, n, shorter));
      }
      AuditPath longer = path;
      longer.push_back(root);
      EXPECT_FALSE(VerifyMerklePath(root, leaves.spans[i], i, n, longer));
      Digest other = root;
      other[0] ^= 1;
      EXPECT_FALSE(VerifyMerklePath(other, leaves.spans[i], i, n, path));
    }
  }
}

// A node's two children, written as one leaf, must not prove anything.
TEST(Merkle, NodeIsNoLeaf) {
  const Leaves leaves(4);
  const Digest left = MerkleRoot({leaves.spans[0], leaves.spans[1]});
  const Digest right = MerkleRoot({leaves.spans[2], leaves.spans[3]});
  Bytes children(left.begin(), left.end());
  Append(children, right);
  const Digest root = MerkleRoot(leaves.spans);
  EXPECT_FALSE(VerifyMerklePath(root, children, 0, 1, {}));
  EXPECT_FALSE(VerifyMerklePath(root, children, 0, 4, {}));
}

TEST(Merkle, NothingIsInTheEmptyTree) {
  EXPECT_FALSE(VerifyMerklePath(MerkleRoot({}), {}, 0, 0, {}));
  EXPECT_EQ(MerkleTree({}).Root(), MerkleRoot({}));
  EXPECT_EQ(MerkleTree::OfHashes({}).Root(), MerkleRoot({}));
}

using Indices = std::vector<uint32_t>;

std::vector<ByteSpan> Pick(const Leaves& leaves, const Indices& indices) {
  std::vector<ByteSpan> picked;
  for (const uint32_t index : indices) picked.push_back(leaves.spans[index]);
  return picked;
}

Indices BitsOf(uint32_t set) {
  Indices indices;
  for (uint32_t i = 0; i < 32; ++i)
    if (set >> i & 1) indices.push_back(i);
  return indices;
}

// Made by a program of its own, in Python: the roots of the largest subtrees without a chosen leaf
// whose sibling has one, each by the recursive definition. Number of digests, and SHA-256 of them
// all in a row.
TEST(MerkleJointPath, KnownAnswers) {
  struct Known {
    Indices indices;
    size_t digests;
    const char* sha256;
  };
  const Leaves leaves(11);
  EXPECT_EQ(Hex(MerkleRoot(leaves.spans)),
            "b6e6c01dc35ef32a06d5285c5d1f2ee61712ca7aaf53d108fd42c2bd1c141607");
  for (const Known& known : std::vector<Known>{
           {{0}, 4, "faf3757ec10873971a01e720c3d349dc6edc7c969a2b7c77b50f5d95a968f3be"},
           {{10}, 2, "b534155a85d08182836eab8451c38429fe01617bc7b544871ec83e27d0af260e"},
           {{1, 2}, 4, "d483fdac55f0b0224baf3196ef4851968c153c982d0fad4a3bb6d21d1227d29e"},
           {{0, 5, 10}, 5, "2a40084230e0c7abb8eadbbd3a4c347778f7975909a797b73e565db3440e4605"},
           {{3, 4, 9}, 6, "177a821a30af0d66832c3640f3eb1d33efdd0b65a3d1c863658092564d1be359"},
           {{8, 9, 10}, 1, "f7105c3e9672df909dc747553223b2b3507d8e328cec6e353a360fc8e43f3b3f"},
           {BitsOf(0x7ff), 0,
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}}) {
    const AuditPath path = MerkleJointPath(leaves.spans, known.indices);
    ASSERT_EQ(path.size(), known.digests);
    Bytes all;
    for (const Digest& digest : path) Append(all, digest);
    EXPECT_EQ(Hex(Sha256(all)), known.sha256);
  }
}

TEST(MerkleJointPath, OfOneLeafIsItsAuditPath) {
  for (uint32_t n = 1; n <= kLargest; ++n) {
    const Leaves leaves(n);
    for (uint32_t i = 0; i < n; ++i)
      EXPECT_EQ(MerkleJointPath(leaves.spans, {i}), MerklePath(leaves.spans, i));
  }
}

TEST(MerkleJointPath, ProvesEverySetAndNoOther) {
  for (uint32_t n = 1; n <= 9; ++n) {
    const Leaves leaves(n);
    const Digest root = MerkleRoot(leaves.spans);
    for (uint32_t set = 1; set < (1u << n); ++set) {
      const Indices indices = BitsOf(set);
      const AuditPath path = MerkleJointPath(leaves.spans, indices);
      EXPECT_TRUE(VerifyMerkleJointPath(root, Pick(leaves, indices), indices, n, path));
      for (uint32_t other = 1; other < (1u << n); ++other) {
        const Indices others = BitsOf(other);
        if (other == set || others.size() != indices.size()) continue;
        EXPECT_FALSE(VerifyMerkleJointPath(root, Pick(leaves, others), indices, n, path));
        EXPECT_FALSE(VerifyMerkleJointPath(root, Pick(leaves, indices), others, n, path));
      }
    }
  }
}

TEST(MerkleJointPath, RefusesWhatIsNotExactlyIt) {
  const Leaves leaves(11);
  const Digest root = MerkleRoot(leaves.spans);
  const Indices indices = {2, 3, 7};
  const std::vector<ByteSpan> picked = Pick(leaves, indices);
  const AuditPath path = MerkleJointPath(leaves.spans, indices);
  EXPECT_TRUE(VerifyMerkleJointPath(root, picked, indices, 11, path));
  AuditPath changed = path;
  changed.push_back(path[0]);
  EXPECT_FALSE(VerifyMerkleJointPath(root, picked, indices, 11, changed)) << "one too many";
  changed = path;
  changed.pop_back();
  EXPECT_FALSE(VerifyMerkleJointPath(root, picked, indices, 11, changed)) << "one too few";
  for (size_t i = 0; i < path.size(); ++i) {
    changed = path;
    changed[i][31] ^= 1;
    EXPECT_FALSE(VerifyMerkleJointPath(root, picked, indices, 11, changed)) << i;
  }
  // Another count that gives another shape; which count it is, is for a signature to say.
  for (const uint32_t count : {0u, 7u, 8u, 17u})
    EXPECT_FALSE(VerifyMerkleJointPath(root, picked, indices, count, path)) << count;
  EXPECT_FALSE(VerifyMerkleJointPath(root, Pick(leaves, {3, 2, 7}), {3, 2, 7}, 11, path));
  EXPECT_FALSE(VerifyMerkleJointPath(root, Pick(leaves, {2, 2, 7}), {2, 2, 7}, 11, path));
  EXPECT_FALSE(VerifyMerkleJointPath(root, picked, {2, 3, 11}, 11, path));
  EXPECT_FALSE(VerifyMerkleJointPath(root, picked, {2, 3}, 11, path));
  EXPECT_FALSE(VerifyMerkleJointPath(root, {}, {}, 11, {root})) << "no leaf proves nothing";
}

}  // namespace
}  // namespace hansa::crypto
