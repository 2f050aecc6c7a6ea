#include "coordinator/core/secagg/storing_sum.h"

#include "common/base/check.h"
#include "coordinator/core/secagg/alive_window.h"

namespace hansa::coordinator {

PhaseEnd StoringSum::Close(bool) {
  HANSA_CHECK(false);  // never settled, no deadline
}

std::unique_ptr<ServerPhase> StoringSum::Finish(secagg::WrittenVector sum) {
  return std::make_unique<AliveWindow>(context_, MaskedSum{.boxes = std::move(boxes_),
                                                           .sharers = std::move(sharers_),
                                                           .survivors = std::move(survivors_),
                                                           .sum = std::move(sum)});
}

}  // namespace hansa::coordinator
