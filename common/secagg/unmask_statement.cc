#include "common/secagg/unmask_statement.h"

namespace hansa::secagg {

Bytes RevealedLeaf(uint32_t owner, ShareKind kind, const crypto::Digest& leaf_root,
                   ByteSpan share) {
  Bytes leaf;
  leaf.reserve(sizeof(owner) + 1 + leaf_root.size() + share.size());
  AppendLittleEndian(leaf, owner);
  leaf.push_back(kind == ShareKind::kSelfMask ? 1 : 0);
  Append(leaf, leaf_root);
  Append(leaf, share);
  return leaf;
}

Bytes UnmaskStatement(const SessionId& id, uint32_t holder, uint32_t count,
                      const crypto::Digest& root) {
  Bytes bytes;
  Append(bytes, id.params);
  Append(bytes, id.roster);
  AppendLittleEndian(bytes, holder);
  AppendLittleEndian(bytes, count);
  Append(bytes, root);
  return bytes;
}

}  // namespace hansa::secagg
