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
}

}  // namespace
}  // namespace hansa::crypto
