#pragma once
// What the masked inputs become, and what is needed to unmask them.

#include <map>
#include <memory>

#include "common/secagg/bitmap.h"
#include "common/secagg/mask.h"
#include "coordinator/core/secagg/server_phase.h"
#include "coordinator/core/secagg/share_box.h"

namespace hansa::coordinator {

struct MaskedSum {
  std::map<uint32_t, ShareBox> boxes;  // of every member of U1; leaves only
  secagg::Bitmap sharers;              // U1
  secagg::Bitmap survivors;            // U2
  secagg::WrittenVector sum;
  // Of U2: for the transcript, and where neighbours are to see them (rule A).
  std::map<uint32_t, v1::Signed> commitments;
};

// To be durable before anyone is told of U2.
v1::SessionStepRecord SurvivorsStep(const ServerContext& context, const MaskedSum& masked);

// The window that comes next: statements of who is alive, or the unmasking at once.
std::unique_ptr<ServerPhase> AfterSum(ServerContext& context, MaskedSum masked);

}  // namespace hansa::coordinator
