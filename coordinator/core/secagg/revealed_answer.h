#pragma once
// A site's Unmask in either of its forms, as one list. Borrows from the message.

#include <optional>
#include <string_view>
#include <vector>

#include "common/secagg/bitmap.h"
#include "coordinator/core/secagg/server_context.h"

namespace hansa::coordinator {

struct RevealedView {
  uint32_t owner = 0;
  secagg::ShareKind kind = secagg::ShareKind::kMaskSecret;
  ByteSpan share;
};

// Each of another neighbour in U1; empty else: "wrong_owner". What is packed is of the kind that
// U2 asks for.
std::optional<std::vector<RevealedView>> RevealedIn(const v1::Unmask& unmask,
                                                    const ServerRoster& roster, uint32_t holder,
                                                    const secagg::Bitmap& sharers,
                                                    const secagg::Bitmap& survivors);

}  // namespace hansa::coordinator
