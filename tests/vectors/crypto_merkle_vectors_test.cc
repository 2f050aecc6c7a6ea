// RFC 6962 section 2.1: roots and audit paths of the Certificate Transparency test suite.

#include <gtest/gtest.h>

#include "common/crypto/merkle.h"
#include "tests/vectors/vector_file.h"

namespace hansa::crypto {
namespace {

using vectors::ReadVectors;
using vectors::VectorRow;

struct Published {
  std::vector<Bytes> leaves;
  std::vector<Digest> roots;  // roots[n] is over the first n leaves

  std::vector<ByteSpan> First(size_t n) const { return {leaves.begin(), leaves.begin() + long(n)}; }
};

Published ReadTree() {
  Published out;
  for (const VectorRow& row : ReadVectors("rfc6962_roots", 3, 9)) {
    if (row.Number(0) > 0) out.leaves.push_back(row.Octets(1));
    out.roots.push_back(row.Array<32>(2));
  }
  return out;
}

TEST(MerkleVectors, Roots) {
  const Published tree = ReadTree();
  for (size_t n = 0; n < tree.roots.size(); ++n) {
    EXPECT_EQ(MerkleRoot(tree.First(n)), tree.roots[n]) << n << " leaves";
  }
}

TEST(MerkleVectors, Paths) {
  const Published tree = ReadTree();
  for (const VectorRow& row : ReadVectors("rfc6962_paths", 4, 2)) {
    const size_t index = row.Number(0);
    const AuditPath path = {row.Array<32>(1), row.Array<32>(2), row.Array<32>(3)};
    EXPECT_EQ(MerklePath(tree.First(8), index), path);
    EXPECT_TRUE(VerifyMerklePath(tree.roots[8], tree.leaves[index], index, 8, path));
  }
}

}  // namespace
}  // namespace hansa::crypto
