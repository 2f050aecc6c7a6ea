#include "common/secagg/share_leaves.h"

#include <algorithm>

namespace hansa::secagg {

std::vector<ByteSpan> LeavesIn(ByteSpan leaves) {
  std::vector<ByteSpan> spans;
  spans.reserve(leaves.size() / kLeafBytes);
  for (size_t at = 0; at + kLeafBytes <= leaves.size(); at += kLeafBytes)
    spans.push_back(leaves.subspan(at, kLeafBytes));
  return spans;
}

bool FitsLeaf(ByteSpan leaf, const SessionId& id, ShareKind kind, uint32_t owner, uint32_t holder,
              ByteSpan share) {
  if (leaf.size() != kLeafBytes) return false;
  const ByteSpan half =
      kind == ShareKind::kMaskSecret ? leaf.first(kLeafBytes / 2) : leaf.last(kLeafBytes / 2);
  return std::ranges::equal(half, ShareHash(id, kind, owner, holder, share));
}

}  // namespace hansa::secagg
