#include "coordinator/core/secagg/storing_sum.h"

#include "common/base/check.h"

namespace hansa::coordinator {

PhaseEnd StoringSum::Close(bool) {
  HANSA_CHECK(false);  // never settled, no deadline
}

std::unique_ptr<ServerPhase> StoringSum::Finish(secagg::WrittenVector sum) {
  masked_.sum = std::move(sum);
  return AfterSum(context_, std::move(masked_));
}

}  // namespace hansa::coordinator
