#include "coordinator/core/secagg/revealed_answer.h"

#include "common/secagg/shamir.h"

namespace hansa::coordinator {
namespace {

using Views = std::vector<RevealedView>;

Views ViewsOf(const v1::Unmask& unmask) {
  Views views;
  views.reserve(static_cast<size_t>(unmask.shares_size()));
  for (const v1::RevealedShare& share : unmask.shares()) {
    const bool self = share.has_self_mask();
    views.push_back({.owner = share.owner(),
                     .kind = self ? secagg::ShareKind::kSelfMask : secagg::ShareKind::kMaskSecret,
                     .share = AsSpan(self ? share.self_mask() : share.mask_secret())});
  }
  return views;
}

std::optional<Views> PackedViewsOf(const v1::Unmask& unmask, const secagg::Bitmap& survivors) {
  const ByteSpan shares = AsSpan(unmask.owners_shares());
  const auto count = static_cast<size_t>(unmask.owners_size());
  if (unmask.shares_size() > 0 || shares.size() != count * secagg::kShareBytes) return std::nullopt;
  Views views;
  views.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    const uint32_t owner = unmask.owners(static_cast<int>(i));
    views.push_back({.owner = owner,
                     .kind = survivors.Has(owner) ? secagg::ShareKind::kSelfMask
                                                  : secagg::ShareKind::kMaskSecret,
                     .share = shares.subspan(i * secagg::kShareBytes, secagg::kShareBytes)});
  }
  return views;
}

}  // namespace

std::optional<Views> RevealedIn(const v1::Unmask& unmask, const ServerRoster& roster,
                                uint32_t holder, const secagg::Bitmap& sharers,
                                const secagg::Bitmap& survivors) {
  std::optional<Views> views =
      unmask.owners().empty() ? ViewsOf(unmask) : PackedViewsOf(unmask, survivors);
  if (!views) return std::nullopt;
  secagg::Bitmap seen(roster.size());
  for (const RevealedView& view : *views) {
    if (!sharers.Has(view.owner) || !roster.graph.AreNeighbours(view.owner, holder) ||
        seen.Has(view.owner))
      return std::nullopt;
    seen.Add(view.owner);
  }
  return views;
}

}  // namespace hansa::coordinator
